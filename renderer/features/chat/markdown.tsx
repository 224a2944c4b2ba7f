import { ImageOff } from "lucide-react";
import { memo, type ReactNode, useEffect, useMemo, useRef } from "react";
import readMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import { strings } from "../../strings.ts";
import { CodeBlock } from "./code-block.tsx";
import { Formula } from "./formula.tsx";
import { isReadable, limitMarkdown } from "./limit-markdown.ts";
import { webAddress } from "./link-target.ts";
import styles from "./markdown.module.css";
import { unifyMath } from "./math-delimiters.ts";
import { OutsideLink } from "./outside-link.tsx";
import { splitLonger } from "./split-markdown.ts";

/**
 * Model output is hostile input: no HTML in it becomes HTML, no image is fetched, links leave only by a click. This is
 * the one way replies are rendered, streaming or stored.
 */
export const Markdown = memo(function Markdown({ text }: { readonly text: string }) {
  const known = useRef<readonly string[]>([]);
  const pieces = useMemo(() => splitLonger(known.current, text), [text]);
  useEffect(() => {
    known.current = pieces;
  }, [pieces]);
  return (
    <div className={styles.markdown}>
      {inStretches(pieces).map((stretch, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces are only ever added at the end.
        <div key={index} className={styles.stretch}>
          {stretch.map((piece, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces are only ever added at the end.
            <Piece key={place} text={piece} />
          ))}
        </div>
      ))}
    </div>
  );
});

/**
 * What of a long reply is out of sight is not laid out, so many pieces at a time: the browser looks at each stretch in
 * each frame to see whether it is in sight, and lays a frame out twice in which there is a new one.
 */
const STRETCH_PIECES = 3;

function inStretches(pieces: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(pieces.length / STRETCH_PIECES) }, (_, index) =>
    pieces.slice(index * STRETCH_PIECES, (index + 1) * STRETCH_PIECES),
  );
}

const plugins: NonNullable<Parameters<typeof readMarkdown>[0]["remarkPlugins"]> = [
  remarkGfm,
  [remarkMath, { singleDollarTextMath: false }],
  limitMarkdown,
];

const Piece = memo(function Piece({ text }: { readonly text: string }) {
  return <div className={styles.piece}>{draw(text) ?? <div className={styles.plain}>{text}</div>}</div>;
});

/** Null for what is too much, or too strange, to be drawn as Markdown. */
function draw(text: string): ReactNode {
  if (!isReadable(text)) return null;
  try {
    return readMarkdown({ children: unifyMath(text), remarkPlugins: plugins, components });
  } catch {
    return null;
  }
}

type MarkdownNode = Parameters<Extract<NonNullable<Components["pre"]>, (...input: never) => unknown>>[0]["node"];

/** A block of code holds one element, and that one text. */
function readBlock(node: MarkdownNode): { readonly text: string; readonly classes: readonly string[] } {
  const code = node?.children[0];
  if (code?.type !== "element") return { text: "", classes: [] };
  const [content] = code.children;
  const { className } = code.properties;
  return {
    text: content?.type === "text" ? content.value : "",
    classes: Array.isArray(className) ? className.map(String) : [],
  };
}

const components: Components = {
  pre: ({ node }) => {
    const { text, classes } = readBlock(node);
    if (classes.includes("math-display")) return <Formula source={text} display />;
    const language = classes.find((name) => name.startsWith("language-"))?.slice("language-".length) ?? null;
    return <CodeBlock code={text.replace(/\n$/, "")} language={language} />;
  },
  code: ({ className = "", children }) =>
    /\bmath-(inline|display)\b/.test(className) ? (
      <Formula source={String(children)} display={className.includes("math-display")} />
    ) : (
      <code>{children}</code>
    ),
  a: ({ href, children }) => <OutsideLink address={webAddress(href)}>{children}</OutsideLink>,
  img: ({ src, alt }) => (
    <ImageRemark address={webAddress(typeof src === "string" ? src : undefined)} alt={alt ?? ""} />
  ),
  table: ({ children }) => (
    <Scrollable>
      <table>{children}</table>
    </Scrollable>
  ),
  // Headings of a reply stand below the headings of the window.
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h4>{children}</h4>,
  h3: ({ children }) => <h5>{children}</h5>,
  h4: ({ children }) => <h6>{children}</h6>,
  h5: ({ children }) => <h6>{children}</h6>,
};

function Scrollable({ children }: { readonly children: ReactNode }) {
  return <div className={styles.scrollable}>{children}</div>;
}

function ImageRemark({ address, alt }: { readonly address: URL | null; readonly alt: string }) {
  return (
    <span className={styles.image}>
      <ImageOff size="0.875rem" aria-hidden />
      {alt === "" ? null : <span>{alt}</span>}
      <span className={styles.host}>
        {address === null ? strings.reply.imageWithoutHost : strings.reply.image(address.host)}
      </span>
    </span>
  );
}
