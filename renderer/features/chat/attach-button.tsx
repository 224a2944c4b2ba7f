import { Paperclip } from "lucide-react";
import { useRef } from "react";
import { strings } from "../../strings.ts";
import { FileInput } from "../../ui/file-input.tsx";
import { IconButton } from "../../ui/icon-button.tsx";

/** Asks for a file of this computer; it is read here and goes nowhere but into the message. */
export function AttachButton({ onFile }: { readonly onFile: (file: File | undefined) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <FileInput ref={input} label={strings.composer.attach} onFiles={([file]) => onFile(file)} />
      <IconButton label={strings.composer.attach} icon={Paperclip} side="top" onClick={() => input.current?.click()} />
    </>
  );
}
