import { useChats, useModels, useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { usePairChoice } from "../pair/use-pair-choice.ts";
import styles from "./first-run.module.css";

/** The empty chat: what this pair is, and something to try. */
export function FirstRun() {
  const { chats } = useSession();
  const choice = usePairChoice();
  const bundled = useModels(
    (state) => state.models.find((model) => model.id === choice?.targetId)?.origin === "bundled",
  );
  const sending = useChats((state) => state.sending.new ?? false);
  return (
    <section className={styles.hero}>
      <Picture />
      <h1 className={styles.title}>{strings.firstRun.title}</h1>
      <p className={styles.text}>{strings.firstRun.general}</p>
      {bundled ? <p className={styles.text}>{strings.firstRun.bundled}</p> : null}
      <ul className={styles.prompts} aria-label={strings.firstRun.promptsLabel}>
        {strings.firstRun.prompts.map((prompt) => (
          <li key={prompt}>
            <button
              type="button"
              className={styles.prompt}
              disabled={sending}
              onClick={() => void chats.getState().send(null, prompt)}
            >
              {prompt}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A round as a drawing: three guesses kept, one thrown away, one put in its place. */
function Picture() {
  return (
    <svg className={styles.picture} width="204" height="44" viewBox="0 0 204 44" aria-hidden="true">
      <g className={styles.accepted}>
        <rect x="0" y="8" width="44" height="20" rx="4" />
        <rect x="50" y="8" width="26" height="20" rx="4" />
        <rect x="82" y="8" width="36" height="20" rx="4" />
        <path d="M1 31h42M51 31h24M83 31h34" />
      </g>
      <g className={styles.rejected}>
        <path d="M126 18h28" />
      </g>
      <g className={styles.correction}>
        <rect x="162" y="8" width="42" height="20" rx="4" />
        <path d="M163 31h40" strokeDasharray="6 4" />
      </g>
    </svg>
  );
}
