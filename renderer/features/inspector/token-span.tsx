import { type Piece, plainText } from "../../../contract/visible-text.ts";
import { strings } from "../../strings.ts";
import { classNames } from "../../ui/class-names.ts";
import styles from "./token-span.module.css";
import type { DisplayToken, Mark } from "./token-stream.ts";

interface TokenSpanProps {
  readonly token: DisplayToken;
  /** An option of the reply's list of tokens, rather than a chip in a picture that is described elsewhere. */
  readonly option?: boolean;
}

/** One token in its colour and shape. `data-round` and `data-slot` say which; see token-pointer.ts. */
export function TokenSpan({ token, option = false }: TokenSpanProps) {
  const breaksLines = option && !isThrownAway(token.mark);
  const end = breaksLines ? token.pieces.at(-1) : undefined;
  return (
    <span
      className={styles.token}
      data-round={token.round}
      data-slot={token.slot}
      {...markAttribute(token.mark)}
      {...(token.surprise === 0 ? {} : { "data-surprise": token.surprise })}
      {...(option ? { role: "option", "aria-label": strings.markLabel(plainText(token), token.mark) } : {})}
    >
      {token.lead}
      <span className={classNames(styles.mark, styles[token.mark])}>
        {token.pieces.map((piece, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a token never change.
          <PieceSpan key={index} piece={piece} flat={!breaksLines || piece === end} />
        ))}
      </span>
      {/* The line breaks at the end stand outside the mark, or it would reach into the next line. */}
      {end?.kind === "sign" ? end.text : null}
    </span>
  );
}

function markAttribute(mark: Mark): { "data-verdict": Mark } | { "data-origin": Mark } {
  return isThrownAway(mark) ? { "data-verdict": mark } : { "data-origin": mark };
}

function isThrownAway(mark: Mark): boolean {
  return mark === "rejected" || mark === "untested";
}

/** A flat piece shows a line break as its sign only: chips and thrown-away guesses break no lines. */
function PieceSpan({ piece, flat }: { readonly piece: Piece; readonly flat: boolean }) {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "spaces":
      return <span className={styles.spaces}>{piece.text}</span>;
    case "sign":
      return (
        <span className={styles.sign} data-sign={piece.sign}>
          {flat ? null : piece.text}
        </span>
      );
    case "label":
      return (
        <span className={styles.label} data-label={piece.what}>
          {piece.label}
        </span>
      );
  }
}
