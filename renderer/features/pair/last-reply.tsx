import type { Summary, VerdictOfReply } from "../../../contract/summary.ts";
import { useChats } from "../../store/session-context.tsx";
import { useShownBranch } from "../../store/use-shown-branch.ts";
import { strings } from "../../strings.ts";
import { classNames } from "../../ui/class-names.ts";
import { Tooltip } from "../../ui/tooltip.tsx";
import styles from "./pair-bar.module.css";

/** How the open chat's last finished reply went: whether speculation paid where that was measured, else its rates. */
export function LastReply() {
  const messages = useShownBranch(useChats((state) => state.selectedId));
  const summary = messages.findLast((message) => message.summary !== null)?.summary ?? null;
  if (summary === null) return null;
  return summary.verdict === null || summary.drafted === 0 ? (
    <Rates summary={summary} />
  ) : (
    <Verdict verdict={summary.verdict} />
  );
}

function Rates({ summary }: { readonly summary: Summary }) {
  const { acceptanceRate, blockEfficiency, tokensPerSecond } = summary;
  const parts = [
    acceptanceRate === null ? null : strings.pair.lastAcceptance(acceptanceRate),
    blockEfficiency === null ? null : strings.pair.lastPerRound(blockEfficiency),
    tokensPerSecond === null ? null : strings.pair.lastPerSecond(tokensPerSecond),
  ].filter((part) => part !== null);
  if (parts.length === 0) return null;
  return (
    <p className={styles.last}>
      <span className="visually-hidden">{strings.pair.lastReply}: </span>
      {parts.join(" · ")}
    </p>
  );
}

/** The measured speed-up, with its arithmetic on demand. */
function Verdict({ verdict }: { readonly verdict: VerdictOfReply }) {
  const { speedup, savedMs, plainMsPerToken, msPerToken, source, ageMs } = verdict;
  const paid = savedMs >= 0;
  const why = `${strings.pair.verdictWhy(plainMsPerToken, msPerToken)} ${strings.pair.verdictSources[source](ageMs)}`;
  return (
    <Tooltip text={why} side="bottom">
      <button type="button" className={classNames(styles.last, paid ? styles.paid : styles.lost)}>
        <span className="visually-hidden">{strings.pair.lastReply}: </span>
        {paid ? strings.pair.faster(speedup, savedMs) : strings.pair.slower(speedup, savedMs)}
      </button>
    </Tooltip>
  );
}
