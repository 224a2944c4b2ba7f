import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { strings } from "../strings.ts";
import { Button } from "./button.tsx";
import styles from "./dialog-frame.module.css";
import { IconButton } from "./icon-button.tsx";
import { PopupPlace } from "./popup-place.ts";

interface DialogFrameProps {
  readonly title: string;
  /** What the dialog is about, under its title. */
  readonly hint?: string;
  readonly open?: boolean;
  readonly narrow?: boolean;
  /** The button that does what the dialog is for; Cancel stands beside it. Without one, a cross closes the dialog. */
  readonly confirm?: ReactNode;
  /** Escape, a click beside the dialog, Cancel or the cross. */
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog over the window: the rest is dimmed and out of reach until it is closed. */
export function DialogFrame({
  title,
  hint,
  open = true,
  narrow = false,
  confirm,
  onClose,
  children,
}: DialogFrameProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <PopupPlace value={undefined}>
      <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
        <Dialog.Portal>
          <Dialog.Backdrop className={styles.backdrop} />
          <Dialog.Popup
            ref={popup}
            className={styles.popup}
            data-narrow={narrow}
            // Focused at once, the cross would show its remark, and Escape would close that first.
            initialFocus={confirm === undefined ? popup : undefined}
          >
            <div className={styles.head}>
              <Dialog.Title className={styles.title}>{title}</Dialog.Title>
              {confirm === undefined ? (
                <Dialog.Close render={<IconButton label={strings.app.dismiss} icon={X} side="left" />} />
              ) : null}
            </div>
            {hint === undefined ? null : <Dialog.Description className={styles.hint}>{hint}</Dialog.Description>}
            {children}
            {confirm === undefined ? null : (
              <div className={styles.actions}>
                <Dialog.Close render={<Button>{strings.app.cancel}</Button>} />
                {confirm}
              </div>
            )}
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </PopupPlace>
  );
}
