import type { Round } from "../../contract/trace.ts";
import type { Looks, Mark } from "./marks.ts";
import { visibleText } from "./visible-text.ts";

interface Piece {
  readonly mark: Mark;
  readonly text: string;
}

export interface ReplyText {
  /** What a round adds to the screen. */
  round(round: Round): string;
  /** Ends the last mark. */
  end(): string;
}

/** Writes a reply round by round; neighbours of the same kind share one pair of marks. */
export function createReplyText(looks: Looks, options: { readonly showRejected: boolean }): ReplyText {
  let current: Mark | null = null;

  function close(): string {
    const look = current === null ? "" : looks[current].close;
    current = null;
    return look;
  }

  function add({ mark, text }: Piece): string {
    const visible = visibleText(text);
    const core = visible.trim();
    if (core === "") return visible.includes("\n") ? close() + visible : visible;
    const start = visible.indexOf(core);
    const before = visible.slice(0, start);
    const after = visible.slice(start + core.length);
    return begin(mark, before) + core + finish(after);
  }

  /** Tokens begin with their blank, which belongs between the marks of two words rather than inside. */
  function begin(mark: Mark, blanks: string): string {
    if (mark === current && !blanks.includes("\n")) return blanks;
    const closed = close();
    current = mark;
    return closed + blanks + looks[mark].open;
  }

  /** A mark never runs over the end of a line. */
  function finish(blanks: string): string {
    return blanks.includes("\n") ? close() + blanks : blanks;
  }

  return {
    round: (round) => piecesOf(round, options.showRejected).map(add).join(""),
    end: close,
  };
}

/** A round in reading order: what was accepted, what was rejected, what the target said instead or on top. */
function piecesOf({ drafted, emitted }: Round, showRejected: boolean): Piece[] {
  const said = emitted.map(({ origin, text }): Piece => ({ mark: origin, text }));
  if (!showRejected) return said;
  const accepted = said.filter(({ mark }) => mark === "accepted");
  const others = said.filter(({ mark }) => mark !== "accepted");
  const rejected = drafted.filter(({ verdict }) => verdict === "rejected");
  return [...accepted, ...rejected.map(({ text }): Piece => ({ mark: "rejected", text })), ...others];
}
