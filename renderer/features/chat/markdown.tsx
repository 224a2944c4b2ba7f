import { ImageOff } from "lucide-react";
import { memo, type ReactNode, useMemo } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { strings } from "../../strings.ts";
import { webAddress } from "./link-target.ts";
import styles from "./markdown.module.css";
import { OutsideLink } from "./outside-link.tsx";
import { splitMarkdown } from "./split-markdown.ts";

/**
 * Model output is hostile input: no HTML in it becomes HTML, no image is fetched, links leave only by a click. This is
 * the one way replies are rendered, streaming or stored.
 */
export function Markdown({ text }: { readonly text: string }) {
  const pieces = useMemo(() => splitMarkdown(text), [text]);
  return (
    <div className={styles.markdown}>
      {pieces.map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces are only ever added at the end.
        <Piece key={index} text={piece} />
      ))}
    </div>
  );
}

const plugins = [remarkGfm];

const Piece = memo(function Piece({ text }: { readonly text: string }) {
  return (
    <div className={styles.piece}>
      <ReactMarkdown remarkPlugins={plugins} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
});

const components: Components = {
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
      <ImageOff size={14} aria-hidden />
      {alt === "" ? null : <span>{alt}</span>}
      <span className={styles.host}>
        {address === null ? strings.reply.imageWithoutHost : strings.reply.image(address.host)}
      </span>
    </span>
  );
}
