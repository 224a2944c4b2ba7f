import { FileUp } from "lucide-react";
import { useRef } from "react";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { FileInput } from "../../ui/file-input.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { importChats } from "./import-chats.ts";

/** Asks for exported chats. They can be dropped on the list of chats as well. */
export function ImportButton() {
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <FileInput
        ref={input}
        label={strings.chats.importFile}
        accept="application/json,.json,text/markdown,.md"
        multiple
        onFiles={(files) => void importChats(session, files)}
      />
      <IconButton label={strings.chats.import} icon={FileUp} onClick={() => input.current?.click()} />
    </>
  );
}
