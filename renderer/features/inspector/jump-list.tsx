import { useMemo } from "react";
import type { Round } from "../../../contract/trace.ts";
import { plainText, visibleText } from "../../../contract/visible-text.ts";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { formatDuration, formatExactProbability } from "../../ui/format.ts";
import styles from "./jump-list.module.css";
import { findJumps, type Jump, type Jumps } from "./jumps.ts";
import { tokenElement } from "./token-pointer.ts";

const MOST = 5;

interface JumpListProps {
  readonly messageId: string;
  readonly rounds: readonly Round[];
}

/** Straight to the places that are worth a look. */
export function JumpList({ messageId, rounds }: JumpListProps) {
  const jumps = useMemo(() => findJumps(rounds, MOST), [rounds]);
  const groups = Object.keys(figures).filter((name): name is keyof Jumps => name in jumps);
  return (
    <section className={styles.jumps} aria-label={strings.jumps.label}>
      {groups
        .filter((name) => jumps[name].length > 0)
        .map((name) => (
          <div key={name}>
            <h3 className={styles.title}>{strings.jumps.titles[name]}</h3>
            <ol>
              {jumps[name].map((jump) => (
                <li key={`${jump.round}${jump.slot}`}>
                  <JumpButton messageId={messageId} jump={jump} figure={figures[name](jump.figure)} />
                </li>
              ))}
            </ol>
          </div>
        ))}
    </section>
  );
}

const figures: Readonly<Record<keyof Jumps, (figure: number) => string>> = {
  worstRounds: (ms) => strings.jumps.perToken(formatDuration(ms)),
  leastCertain: (p) => strings.jumps.probability(formatExactProbability(p)),
  longestRuns: (count) => strings.jumps.inARow(count),
};

interface JumpButtonProps {
  readonly messageId: string;
  readonly jump: Jump;
  readonly figure: string;
}

function JumpButton({ messageId, jump, figure }: JumpButtonProps) {
  const { view } = useSession();
  return (
    <button
      type="button"
      className={styles.jump}
      onClick={() => {
        const place = { messageId, round: jump.round, slot: jump.slot };
        view.getState().setReplyView(messageId, "tokens");
        view.getState().jumpTo(place);
        requestAnimationFrame(() => tokenElement(place)?.scrollIntoView({ block: "center" }));
      }}
    >
      <span className={styles.round}>{jump.round + 1}</span>
      <span className={styles.text}>{plainText(visibleText(jump.token))}</span>
      <span className={styles.figure}>{figure}</span>
    </button>
  );
}
