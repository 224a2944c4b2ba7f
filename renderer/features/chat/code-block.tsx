import { useMemo } from "react";
import { strings } from "../../strings.ts";
import styles from "./code-block.module.css";
import { CopyButton } from "./copy-button.tsx";
import { showDirectionMarks } from "./direction-marks.ts";
import { type CodeRun, highlightCode } from "./highlight-code.ts";

interface CodeBlockProps {
  readonly code: string;
  /** As written after the fence; null where nothing was. */
  readonly language: string | null;
}

/** Code of a reply: coloured, to be copied as it was written. */
export function CodeBlock({ code, language }: CodeBlockProps) {
  const runs = useMemo(() => highlightCode(code, language), [code, language]);
  return (
    <figure className={styles.block} aria-label={strings.reply.code(language)}>
      <figcaption className={styles.head}>
        <span className={styles.language}>{language ?? ""}</span>
        <CopyButton text={code} label={strings.reply.copyCode} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by keyboard. */}
      <pre className={styles.code} tabIndex={0}>
        <code>
          {runs.map((run, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: runs have no identity of their own.
            <Run key={index} run={run} />
          ))}
        </code>
      </pre>
    </figure>
  );
}

function Run({ run: { text, names } }: { readonly run: CodeRun }) {
  const shown = showDirectionMarks(text);
  return names.length === 0 ? shown : <span data-code={names.join(" ")}>{shown}</span>;
}
