import { FileUp } from "lucide-react";
import { useRef } from "react";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { importChats } from "./import-chats.ts";

/** Asks for exported chats. They can be dropped on the list of chats as well. */
export function ImportButton() {
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="application/json,.json,text/markdown,.md"
        multiple
        hidden
        tabIndex={-1}
        aria-label={strings.chats.importFile}
        onChange={({ target }) => {
          void importChats(session, [...(target.files ?? [])]);
          // The same file chosen again counts as a choice.
          target.value = "";
        }}
      />
      <IconButton label={strings.chats.import} icon={FileUp} onClick={() => input.current?.click()} />
    </>
  );
}
