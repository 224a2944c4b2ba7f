import { FileText, X } from "lucide-react";
import { strings } from "../../strings.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import type { AttachedFile } from "./attached-file.ts";
import styles from "./attached-files.module.css";
import { useTokenCount } from "./use-token-count.ts";

interface AttachedFilesProps {
  readonly files: readonly AttachedFile[];
  readonly onRemove: (file: AttachedFile) => void;
}

/** The files that go along with the message in the making. */
export function AttachedFiles({ files, onRemove }: AttachedFilesProps) {
  if (files.length === 0) return null;
  return (
    <ul className={styles.files} aria-label={strings.composer.files}>
      {files.map((file) => (
        <li key={file.name} className={styles.file}>
          <FileText size="0.875rem" aria-hidden />
          <span className={styles.name}>{file.name}</span>
          <FileTokens text={file.text} />
          <IconButton label={strings.composer.removeFile(file.name)} icon={X} onClick={() => onRemove(file)} />
        </li>
      ))}
    </ul>
  );
}

function FileTokens({ text }: { readonly text: string }) {
  const count = useTokenCount(text);
  return count === null ? null : <span className={styles.tokens}>{strings.composer.tokens(count)}</span>;
}
