import { createHash } from "node:crypto";
import type { Candidate, PositionCandidates, Round } from "../../../contract/trace.ts";
import type { TraceFile } from "../../../contract/trace-file.ts";
import { type Piece, plainText, type VisibleText, visibleText } from "../../../contract/visible-text.ts";
import { escapeMarkup } from "../markup.ts";
import { pageStyle } from "./page-style.ts";
import { playerScript } from "./player-script.ts";

/**
 * A replay of one reply in a single file that needs no network and no Outrider. Its own policy lets run only the script
 * and the style that are meant to be in it, by their hashes; tokens come as data and are written as text.
 */
export function replayPage(trace: TraceFile): string {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(playerScript)}'`,
    `style-src '${hashOf(pageStyle)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const data = { rounds: trace.rounds.map(pageRound) };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Outrider replay</title>
<style>${pageStyle}</style>
</head>
<body>
<h1>A reply, guess by guess</h1>
<p class="quiet">${escapeMarkup(describe(trace))}</p>
${trace.question === null ? "" : `<p class="question">${escapeMarkup(trace.question)}</p>`}
<div class="bar" role="group" aria-label="Replay">
<button id="play" type="button">Play</button>
<button id="round-back" type="button" aria-label="Back by a round">«</button>
<button id="token-back" type="button" aria-label="Back by a token">‹</button>
<button id="token-on" type="button" aria-label="On by a token">›</button>
<button id="round-on" type="button" aria-label="On by a round">»</button>
<input id="scrubber" type="range" min="0" aria-label="Moment of the reply. Space plays, arrows go by token, with shift by round.">
<select id="speed" aria-label="Speed"><option value="0.0625">1/16×</option><option value="0.125">⅛×</option><option value="0.25" selected>¼×</option><option value="0.5">½×</option><option value="1">real time</option></select>
<output id="place"></output>
</div>
<main id="text" class="text"></main>
<section id="card" class="card" aria-live="polite" hidden></section>
<script type="application/json" id="trace">${embed(data)}</script>
<script>${playerScript}</script>
</body>
</html>
`;
}

/** JSON inside a script element: a `<` would let the data end the element, or begin a comment. */
function embed(data: unknown): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function describe({ summary, rounds, outrider }: TraceFile): string {
  const tokens = rounds.reduce((sum, { emitted }) => sum + emitted.length, 0);
  const counted = `${tokens} tokens in ${rounds.length} rounds`;
  if (summary === null) return `${counted}. Written by Outrider ${outrider}.`;
  const { pair } = summary.settings;
  const models = pair.draft === null ? pair.target.name : `${pair.target.name}, drafted for by ${pair.draft.name}`;
  const rate = summary.acceptanceRate === null ? "" : `, ${Math.round(summary.acceptanceRate * 100)} % accepted`;
  const speed = summary.tokensPerSecond === null ? "" : `, ${summary.tokensPerSecond.toFixed(1)} tok/s`;
  return `${models}: ${counted}${rate}${speed}. Written by Outrider ${outrider}.`;
}

interface PageToken {
  readonly text: string;
  readonly mark: string;
  readonly id: number;
  readonly emitted: boolean;
  /** Its place among the guesses of the round; null where it was none. */
  readonly draft: number | null;
  readonly p: string | null;
  readonly q: string | null;
  /** The other candidates: token, p, q. */
  readonly others: readonly (readonly [string, string | null, string | null])[];
  readonly why: string;
}

/** The tokens in reading order: kept guesses, guesses thrown away, what was emitted instead. */
function pageRound(round: Round): unknown {
  const kept = round.emitted.findLastIndex(({ origin }) => origin === "accepted") + 1;
  const guesses = round.drafted.map((token, index): PageToken => {
    const accepted = index < kept;
    return {
      text: reading(visibleText(accepted ? (round.emitted[index] ?? token) : token), accepted),
      mark: token.verdict,
      id: token.id,
      emitted: accepted,
      draft: index,
      p: figure(token.p),
      q: round.drafter === "lookup" ? null : figure(token.q),
      others: others(round.candidates?.[index], token.id),
      why: whyOf(round, index),
    };
  });
  const rejected = round.drafted.findIndex(({ verdict }) => verdict === "rejected");
  const added = round.emitted.slice(kept).map((token): PageToken => {
    const candidates = round.candidates?.[rejected === -1 ? round.drafted.length : rejected];
    return {
      text: reading(visibleText(token), true),
      mark: token.origin,
      id: token.id,
      emitted: true,
      draft: null,
      p: figure(token.p),
      q: figure(candidates?.draft?.find(({ id }) => id === token.id)?.probability ?? null),
      others: others(candidates, token.id),
      why: endOf(round),
    };
  });
  // A guess that was accepted and yet not emitted was cut away by the end of the reply.
  const shown = guesses.filter(({ mark, emitted }) => emitted || mark !== "accepted");
  const { draftMs, verifyMs, overheadMs } = round.timing;
  return {
    drafted: round.drafted.map(({ id }) => id),
    ms: [draftMs, verifyMs, overheadMs],
    reading: [...shown, ...added],
  };
}

/** As it stands in the reply; what has no shape of its own is named. Guesses thrown away break no lines. */
function reading({ lead, pieces }: VisibleText, breaks: boolean): string {
  return lead + pieces.map((piece) => readingOf(piece, breaks)).join("");
}

function readingOf(piece: Piece, breaks: boolean): string {
  switch (piece.kind) {
    case "text":
    case "spaces":
      return piece.text;
    case "sign":
      return breaks ? piece.sign + piece.text : piece.sign;
    case "label":
      return `⟨${piece.label}⟩`;
  }
}

function whyOf(round: Round, index: number): string {
  const acceptance = round.drafted[index]?.acceptance;
  if (acceptance === undefined || acceptance.probability === null || acceptance.random === null) return endOf(round);
  return `Accepted with probability ${acceptance.probability.toFixed(4)}; the random number was ${acceptance.random.toFixed(4)}. ${endOf(round)}`;
}

function endOf({ k, end }: Round): string {
  return `k ${k}; the round ended: ${end.replaceAll("-", " ")}.`;
}

function others(candidates: PositionCandidates | undefined, own: number): PageToken["others"] {
  const target = byId(candidates?.target ?? null);
  const draft = byId(candidates?.draft ?? null);
  return [...new Map([...target, ...draft]).values()]
    .filter(({ id }) => id !== own)
    .map((candidate) => [
      plainText(visibleText(candidate)),
      figure(target.get(candidate.id)?.probability ?? null),
      figure(draft.get(candidate.id)?.probability ?? null),
    ]);
}

function byId(candidates: readonly Candidate[] | null): ReadonlyMap<number, Candidate> {
  return new Map((candidates ?? []).map((candidate) => [candidate.id, candidate]));
}

function figure(probability: number | null): string | null {
  return probability === null ? null : probability.toFixed(4);
}
