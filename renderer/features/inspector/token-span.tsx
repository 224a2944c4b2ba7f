import { memo, type ReactNode } from "react";
import { type Piece, plainText } from "../../../contract/visible-text.ts";
import { strings } from "../../strings.ts";
import { classNames } from "../../ui/class-names.ts";
import styles from "./token-span.module.css";
import type { DisplayToken, Mark } from "./token-stream.ts";

interface TokenProps {
  readonly token: DisplayToken;
}

/** One token of a reply's list in its colour and shape. `data-round` and `data-slot` say which; see token-pointer.ts. */
export const TokenSpan = memo(function TokenSpan({ token }: TokenProps) {
  const breaksLines = !isThrownAway(token.mark);
  const end = breaksLines ? token.pieces.at(-1) : undefined;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus, and says which option is the active one.
    <span
      className={styles.token}
      data-round={token.round}
      data-slot={token.slot}
      {...markAttribute(token.mark)}
      {...(token.surprise === 0 ? {} : { "data-surprise": token.surprise })}
      role="option"
      aria-label={strings.markLabel(plainText(token), token.mark)}
    >
      {token.lead}
      <span className={classNames(styles.mark, styles[token.mark])}>
        {drawPieces(token.pieces, (piece) => !breaksLines || piece === end)}
      </span>
      {/* The line breaks at the end stand outside the mark, or it would reach into the next line. */}
      {end?.kind === "sign" ? end.text : null}
    </span>
  );
});

/**
 * A token as a chip in a picture that is described elsewhere, without the space before it. One element with what it
 * needs and no more: scrolling lanes draws a hundred of them in a frame. Its lane says which round it is of.
 */
export function TokenChip({ token }: TokenProps) {
  return (
    <span className={classNames(styles.mark, styles[token.mark])} data-slot={token.slot}>
      {drawPieces(token.pieces, () => true)}
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
function drawPieces(pieces: readonly Piece[], isFlat: (piece: Piece) => boolean): ReactNode {
  const [first, second] = pieces;
  // Most tokens: nothing but text, which needs no component around it.
  if (first?.kind === "text" && second === undefined) return first.text;
  return pieces.map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a token never change.
    <PieceSpan key={index} piece={piece} flat={isFlat(piece)} />
  ));
}

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
