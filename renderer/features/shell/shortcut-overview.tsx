import { useConnection, useSession, useView } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { DialogFrame } from "../../ui/dialog-frame.tsx";
import styles from "./shortcut-overview.module.css";
import { localKeys, type Shortcut, shortcuts } from "./shortcuts.ts";

/** Every key that does something, in a dialog over the window. */
export function ShortcutOverview() {
  const { view } = useSession();
  const open = useView((state) => state.shortcutsOpen);
  return (
    <DialogFrame
      narrow
      title={strings.shortcuts.title}
      open={open}
      onClose={() => view.getState().showShortcuts(false)}
    >
      <dl>
        {[...shortcuts, ...localKeys].map((shortcut) => (
          <Row key={shortcut.meaning} shortcut={shortcut} />
        ))}
      </dl>
    </DialogFrame>
  );
}

function Row({ shortcut: { keys, meaning } }: { readonly shortcut: Pick<Shortcut, "keys" | "meaning"> }) {
  const mac = useConnection((state) => state.about?.platform === "darwin");
  return (
    <div className={styles.row}>
      <dt>{meaning}</dt>
      <dd>
        {keys.map((key) => (
          <kbd key={key} className={styles.key}>
            {key === "mod" ? (mac ? "⌘" : "Ctrl") : key}
          </kbd>
        ))}
      </dd>
    </div>
  );
}
