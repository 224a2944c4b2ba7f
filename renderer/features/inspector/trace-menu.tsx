import { Menu } from "@base-ui/react/menu";
import { Download } from "lucide-react";
import { useRef } from "react";
import { TRACE_FILE_LIMIT, type TraceExportFormat, traceExportFormatSchema } from "../../../contract/trace-file.ts";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { saveFile } from "./save-file.ts";
import styles from "./trace-menu.module.css";

interface TraceMenuProps {
  /** The reply that may be exported; null: none may, yet a trace can be taken in. */
  readonly messageId: string | null;
}

/** Traces on their way out to others, and in from them. */
export function TraceMenu({ messageId }: TraceMenuProps) {
  const session = useSession();
  const file = useRef<HTMLInputElement>(null);

  const exportAs = async (format: TraceExportFormat): Promise<void> => {
    if (messageId === null) return;
    await session.notices.getState().attempt(strings.traces.exportFailed, async () => {
      saveFile(await session.bridge.call("traces.export", { messageId, format }));
    });
  };
  const take = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    await session.notices.getState().attempt(strings.traces.importFailed, async () => {
      // Before it is read: a file of many gigabytes must not end up in memory.
      if (chosen.size > TRACE_FILE_LIMIT) throw new Error(strings.traces.tooLarge(TRACE_FILE_LIMIT / 1_000_000));
      const { chat } = await session.bridge.call("traces.import", { text: await chosen.text() });
      session.chats.getState().receiveChat(chat);
      await session.openChat(chat.id);
    });
  };

  return (
    <>
      <Menu.Root>
        <Menu.Trigger className={styles.trigger} aria-label={strings.traces.menu} title={strings.traces.menu}>
          <Download size={16} strokeWidth={1.75} aria-hidden />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={styles.positioner} sideOffset={4} align="end">
            <Menu.Popup className={styles.menu}>
              {messageId === null
                ? null
                : traceExportFormatSchema.options.map((format) => (
                    <Menu.Item key={format} className={styles.item} onClick={() => void exportAs(format)}>
                      {strings.traces.formats[format]}
                    </Menu.Item>
                  ))}
              {messageId === null ? null : <Menu.Separator className={styles.separator} />}
              <Menu.Item className={styles.item} onClick={() => file.current?.click()}>
                {strings.traces.import}
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <input
        ref={file}
        type="file"
        accept="application/json,.json"
        aria-label={strings.traces.file}
        tabIndex={-1}
        hidden
        onChange={({ target }) => {
          void take(target.files?.[0]);
          // The same file chosen again counts as a choice.
          target.value = "";
        }}
      />
    </>
  );
}
