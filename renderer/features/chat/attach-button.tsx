import { Paperclip } from "lucide-react";
import { useRef } from "react";
import { strings } from "../../strings.ts";
import { IconButton } from "../../ui/icon-button.tsx";

/** Asks for a file of this computer; it is read here and goes nowhere but into the message. */
export function AttachButton({ onFile }: { readonly onFile: (file: File | undefined) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={strings.composer.attach}
        onChange={(event) => {
          onFile(event.target.files?.[0]);
          // The same file may be chosen again.
          event.target.value = "";
        }}
      />
      <IconButton label={strings.composer.attach} icon={Paperclip} side="top" onClick={() => input.current?.click()} />
    </>
  );
}
