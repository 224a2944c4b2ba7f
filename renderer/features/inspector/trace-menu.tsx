import { Download } from "lucide-react";
import { useRef } from "react";
import { TRACE_FILE_LIMIT, type TraceExportFormat, traceExportFormatSchema } from "../../../contract/trace-file.ts";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { ActionItem, ActionMenu, ActionSeparator } from "../../ui/action-menu.tsx";
import { FileInput } from "../../ui/file-input.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { takeInFile } from "../chat/take-in-file.ts";
import { saveFile } from "./save-file.ts";

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
    await session.notices
      .getState()
      .attempt(strings.traces.importFailed, () =>
        takeInFile(session, chosen, TRACE_FILE_LIMIT, (text) => session.bridge.call("traces.import", { text })),
      );
  };

  return (
    <>
      <ActionMenu trigger={<IconButton label={strings.traces.menu} icon={Download} />}>
        {messageId === null ? null : (
          <>
            {traceExportFormatSchema.options.map((format) => (
              <ActionItem key={format} onClick={() => void exportAs(format)}>
                {strings.traces.formats[format]}
              </ActionItem>
            ))}
            <ActionSeparator />
          </>
        )}
        <ActionItem onClick={() => file.current?.click()}>{strings.traces.import}</ActionItem>
      </ActionMenu>
      <FileInput
        ref={file}
        label={strings.traces.file}
        accept="application/json,.json"
        onFiles={([chosen]) => void take(chosen)}
      />
    </>
  );
}
