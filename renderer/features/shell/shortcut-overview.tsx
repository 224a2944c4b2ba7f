import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useConnection, useSession, useView } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import styles from "./shortcut-overview.module.css";
import { localKeys, type Shortcut, shortcuts } from "./shortcuts.ts";

/** Every key that does something, in a dialog over the window. */
export function ShortcutOverview() {
  const { view } = useSession();
  const open = useView((state) => state.shortcutsOpen);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => view.getState().showShortcuts(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup}>
          <div className={styles.head}>
            <Dialog.Title className={styles.title}>{strings.shortcuts.title}</Dialog.Title>
            <Dialog.Close render={<IconButton label={strings.app.dismiss} icon={X} side="left" />} />
          </div>
          <dl className={styles.list}>
            {[...shortcuts, ...localKeys].map((shortcut) => (
              <Row key={shortcut.meaning} shortcut={shortcut} />
            ))}
          </dl>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
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
