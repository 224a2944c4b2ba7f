import { useSession, useView } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Switch } from "../../ui/switch.tsx";
import styles from "./layer-switches.module.css";
import { surpriseScale } from "./surprise.ts";

/** The two layers of the token view, and what the bars of the second one mean. */
export function LayerSwitches() {
  const { view } = useSession();
  const origins = useView((state) => state.originLayer);
  const surprise = useView((state) => state.surpriseLayer);
  return (
    <fieldset className={styles.layers}>
      <legend className="visually-hidden">{strings.reply.layers}</legend>
      <Switch label={strings.reply.origins} checked={origins} onChange={view.getState().showOrigins} />
      <Switch label={strings.reply.surprise} checked={surprise} onChange={view.getState().showSurprise} />
      {surprise ? (
        <ul className={styles.scale} aria-label={strings.reply.surpriseScale}>
          {surpriseScale.map(({ level, below }) => (
            <li key={level} className={styles.step} data-level={level}>
              {strings.reply.surpriseBelow(below)}
            </li>
          ))}
        </ul>
      ) : null}
    </fieldset>
  );
}
