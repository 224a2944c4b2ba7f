/** What a token looks like on screen: nothing it holds may stay invisible, and nothing in it may act on the page. */

/** A piece of a token as it is drawn. */
export type Piece =
  /** Ordinary characters. */
  | { readonly kind: "text"; readonly text: string }
  /** Spaces that would otherwise go unseen; drawn as dots, copied as spaces. */
  | { readonly kind: "spaces"; readonly text: string }
  /** Line breaks or tabs: drawn as their signs, copied as themselves. */
  | { readonly kind: "sign"; readonly sign: string; readonly text: string }
  /** Something without a shape of its own (half a character, a control token, a bidi mark): only its name is drawn. */
  | { readonly kind: "label"; readonly label: string; readonly what: LabelKind };

export type LabelKind = "bytes" | "control-token" | "invisible-character" | "nothing";

export interface VisibleText {
  /** The one space before a word: the gap between two tokens shows it well enough. */
  readonly lead: string;
  readonly pieces: readonly Piece[];
}

interface TokenText {
  readonly text: string;
  readonly bytes?: string | undefined;
  readonly control?: string | undefined;
}

const SIGNS: Readonly<Record<string, string>> = { "\n": "↵", "\r": "␍", "\t": "⇥" };
const PARTS = /(\n+|\r+|\t+)|( +|\u00a0+)|([\p{Cc}\p{Cf}\p{Zl}\p{Zp}])/gu;

export function visibleText(token: TokenText): VisibleText {
  if (token.control !== undefined) return label(token.control, "control-token");
  if (token.text === "") {
    return token.bytes === undefined ? label("∅", "nothing") : label(spacedBytes(token.bytes), "bytes");
  }
  const lead = /^ (?=[^\s])/u.test(token.text) ? " " : "";
  return { lead, pieces: splitPieces(token.text.slice(lead.length)) };
}

/** What is visible of a token as one line of plain text, for names and lists: `␣pulls`, `↵`, `f0 9f`. */
export function plainText({ lead, pieces }: VisibleText): string {
  return (lead === "" ? "" : "␣") + pieces.map(pieceText).join("");
}

function pieceText(piece: Piece): string {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "spaces":
      return "␣".repeat(piece.text.length);
    case "sign":
      return piece.sign;
    case "label":
      return piece.label;
  }
}

function splitPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(PARTS)) {
    const [found, sign, spaces, invisible] = match;
    // One space between two words inside a token is as visible as between two tokens.
    const ordinary =
      found === " " && match.index > 0 && match.index + 1 < text.length && !nextToBreak(text, match.index);
    if (ordinary) continue;
    if (match.index > from) pieces.push({ kind: "text", text: text.slice(from, match.index) });
    if (sign !== undefined) pieces.push({ kind: "sign", sign: signsOf(sign), text: sign });
    else if (spaces !== undefined) pieces.push({ kind: "spaces", text: spaces });
    else if (invisible !== undefined) {
      pieces.push({ kind: "label", label: codePoint(invisible), what: "invisible-character" });
    }
    from = match.index + found.length;
  }
  if (from < text.length) pieces.push({ kind: "text", text: text.slice(from) });
  return pieces;
}

function signsOf(text: string): string {
  return Array.from(text, (character) => SIGNS[character] ?? character).join("");
}

function nextToBreak(text: string, index: number): boolean {
  return text[index - 1] === "\n" || text[index + 1] === "\n";
}

function label(text: string, what: LabelKind): VisibleText {
  return { lead: "", pieces: [{ kind: "label", label: text, what }] };
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

function spacedBytes(hex: string): string {
  return hex.replace(/(..)(?=.)/g, "$1 ");
}
