import type { Summary } from "../../../contract/summary.ts";
import { useShownBranch } from "../../store/use-shown-branch.ts";
import { strings } from "../../strings.ts";
import { Meter } from "../../ui/meter.tsx";
import styles from "./context-use.module.css";

/** How full the context was after the chat's last reply, and how much of the prompt was still in the cache. */
export function ContextUse({ chatId }: { readonly chatId: string | null }) {
  const summary = useShownBranch(chatId).findLast((message) => message.summary !== null)?.summary ?? null;
  if (summary === null) return null;
  const used = usedTokens(summary);
  const size = summary.settings.pair.target.contextSize;
  return (
    <div className={styles.use}>
      <Meter share={used / size} label={strings.composer.contextLabel} className={styles.meter} />
      <p>
        {strings.composer.context(used, size)}
        {summary.cachedTokens.target === 0 ? null : (
          <span className={styles.reused}> · {strings.composer.reused(summary.cachedTokens.target)}</span>
        )}
      </p>
    </div>
  );
}

/** Prompt and reply, without what left in the middle of the reply. */
function usedTokens({ promptTokens, tokens, givenTokens, left }: Summary): number {
  const leftLater = left.shifts.filter(({ at }) => at > givenTokens).reduce((sum, shift) => sum + shift.tokens, 0);
  return promptTokens + tokens.length - givenTokens - leftLater;
}
