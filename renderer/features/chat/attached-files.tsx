import { FileText, X } from "lucide-react";
import { useMemo } from "react";
import type { AttachedFile } from "../../../contract/attached-files.ts";
import { strings } from "../../strings.ts";
import { formatBytes } from "../../ui/format.ts";
import { IconButton } from "../../ui/icon-button.tsx";
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

/** How much it is: in tokens once a pair is loaded that can count them. */
function FileTokens({ text }: { readonly text: string }) {
  const count = useTokenCount(text);
  const size = useMemo(() => new Blob([text]).size, [text]);
  return <span className={styles.tokens}>{count === null ? formatBytes(size) : strings.composer.tokens(count)}</span>;
}
