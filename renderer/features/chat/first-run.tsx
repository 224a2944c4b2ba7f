import type { ModelEntry, PairChoice } from "../../../contract/models.ts";
import { useChats, useModels, useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { modelLabel } from "../pair/model-label.ts";
import { usePairChoice } from "../pair/use-pair-choice.ts";
import styles from "./first-run.module.css";

/** The empty chat: what this pair is, something to try, and the way to better pairs. */
export function FirstRun() {
  const { chats, view } = useSession();
  const choice = usePairChoice();
  const models = useModels((state) => state.models);
  const bundled = bundledNames(choice, models);
  const sending = useChats((state) => state.sending.new ?? false);
  return (
    <section className={styles.hero}>
      <Picture />
      <h1 className={styles.title}>{strings.firstRun.title}</h1>
      <p className={styles.text}>{strings.firstRun.general}</p>
      {bundled === null ? null : <p className={styles.text}>{strings.firstRun.bundled(bundled)}</p>}
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
      {bundled === null && choice !== null ? null : (
        <p className={styles.better}>
          {strings.firstRun.better}{" "}
          <button type="button" className={styles.link} onClick={() => view.getState().seekPairs()}>
            {strings.firstRun.suggested}
          </button>
        </p>
      )}
    </section>
  );
}

/** What the bundled models of the pair are called; null where its target is another one. */
function bundledNames(choice: PairChoice | null, models: readonly ModelEntry[]): readonly string[] | null {
  const target = models.find(({ id }) => id === choice?.targetId);
  if (target?.origin !== "bundled") return null;
  const draft = models.find(({ id }) => id === choice?.draftId);
  return [target, ...(draft?.origin === "bundled" ? [draft] : [])].map((model) => {
    const { name, size } = modelLabel(model);
    return `${name} (${size})`;
  });
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
