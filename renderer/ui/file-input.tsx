import type { RefObject } from "react";

interface FileInputProps {
  /** To be clicked by what the user sees. */
  readonly ref: RefObject<HTMLInputElement | null>;
  readonly label: string;
  /** Types and endings that are offered; left out: all. */
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Not told where nothing was chosen. */
  readonly onFiles: (files: readonly File[]) => void;
}

/** The browser's own choice of files, which a button or a menu stands for. */
export function FileInput({ ref, label, accept, multiple = false, onFiles }: FileInputProps) {
  return (
    <input
      ref={ref}
      type="file"
      accept={accept}
      multiple={multiple}
      aria-label={label}
      tabIndex={-1}
      hidden
      onChange={({ target }) => {
        const files = [...(target.files ?? [])];
        if (files.length > 0) onFiles(files);
        // The same file chosen again counts as a choice.
        target.value = "";
      }}
    />
  );
}
