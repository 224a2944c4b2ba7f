import { basename } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { Round } from "../../../contract/trace.ts";
import { TRACE_FILE_LIMIT, type TraceFile } from "../../../contract/trace-file.ts";
import { exportTrace } from "../../../host/traces/export-trace.ts";
import { readTraceFile } from "../../../host/traces/read-trace-file.ts";
import { toTraceFile } from "../../../host/traces/trace-file.ts";
import { writtenReply } from "../fixtures/sample-trace.ts";
import { openTestHost } from "../fixtures/test-host.ts";
import { ended } from "../fixtures/test-window.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const HOSTILE = 'Hi </script><script>alert(1)</script> <!-- \u202e =1+1 🌍 & "quotes" ]]>\n';

function traceOf(text = HOSTILE, sampled = true): TraceFile {
  const written = writtenReply(text, { sampled });
  return toTraceFile({ ...written, question: HOSTILE, version: "1.2.3", now: new Date(0) });
}

const asText = (trace: TraceFile): string => exportTrace(trace, "json").text;

describe("a trace as JSON", () => {
  it("comes back as it went out", () => {
    const trace = traceOf();
    expect(readTraceFile(asText(trace))).toEqual(trace);
    expect(readTraceFile(asText(traceOf(HOSTILE, false)))).toBeDefined();
  });

  it("says nothing of the folders of this computer", () => {
    const text = asText(traceOf());
    expect(text).not.toContain("/home");
    expect(text).not.toContain("ada");
    expect(text).toContain("big one.gguf");
    expect(text).toContain("The file small.gguf is gone.");
  });
});

describe("a trace from somebody else", () => {
  type Change = (trace: TraceFile) => unknown;
  const changeRound = (trace: TraceFile, index: number, change: (round: Round) => Partial<Round>): TraceFile => ({
    ...trace,
    rounds: trace.rounds.map((round, at) => (at === index ? { ...round, ...change(round) } : round)),
  });
  const withMismatch = (trace: TraceFile): number => trace.rounds.findIndex(({ end }) => end === "mismatch");

  const refusals: readonly (readonly [string, Change, RegExp])[] = [
    ["another kind of file", () => ({ hello: 1 }), /not a trace of Outrider/],
    ["a later version", (trace) => ({ ...trace, version: 2 }), /version 2, and this Outrider reads version 1/],
    ["a missing part", ({ rounds: _rounds, ...rest }) => rest, /no valid trace at rounds/],
    [
      "a probability above 1",
      (trace) => changeRound(trace, 0, ({ emitted }) => ({ emitted: emitted.map((token) => ({ ...token, p: 1.5 })) })),
      /rounds\.0\.emitted\.0\.p/,
    ],
    ["another text", (trace) => ({ ...trace, reply: { ...trace.reply, text: "Buy now." } }), /do not make up its text/],
    ["a round left out", (trace) => ({ ...trace, rounds: trace.rounds.toSpliced(1, 1) }), /Round 2: it is numbered 3/],
    [
      "a better acceptance rate",
      (trace) => ({ ...trace, summary: trace.summary === null ? null : { ...trace.summary, acceptanceRate: 0.99 } }),
      /acceptance rate is not accepted/,
    ],
    [
      "more accepted guesses",
      (trace) => ({
        ...trace,
        summary: trace.summary === null ? null : { ...trace.summary, accepted: trace.summary.accepted + 1 },
      }),
      /summary says \d+ accepted guesses, its rounds say \d+/,
    ],
    [
      "a verdict that does not follow from its draw",
      (trace) =>
        changeRound(trace, withMismatch(trace), ({ drafted }) => ({
          drafted: drafted.map((guess) =>
            guess.acceptance === undefined || guess.verdict !== "rejected"
              ? guess
              : { ...guess, acceptance: { ...guess.acceptance, random: 0 } },
          ),
        })),
      /verdict does not follow/,
    ],
    [
      "a correction that nothing called for",
      (trace) =>
        changeRound(trace, withMismatch(trace), ({ drafted }) => ({
          drafted: drafted.filter(({ verdict }) => verdict === "accepted"),
        })),
      /a rejected guess and a correction belong together/,
    ],
    [
      "time that runs backwards",
      (trace) => changeRound(trace, 0, ({ timing }) => ({ timing: { ...timing, draftMs: -5 } })),
      /less than no time/,
    ],
    [
      "candidates that add up to more than there is",
      (trace) =>
        changeRound(trace, 0, ({ candidates = [] }) => ({
          candidates: candidates.map(({ target, draft }) => ({
            draft,
            target: target?.map((one) => ({ ...one, probability: 0.9 })) ?? null,
          })),
        })),
      /add up to more than 1/,
    ],
  ];

  it.each(refusals)("is refused for %s", (_name, change, reason) => {
    const changed = JSON.stringify(change(traceOf()));
    expect(() => readTraceFile(changed)).toThrow(reason);
  });

  it("is refused for its size before it is read, and when it is no JSON", () => {
    expect(() => readTraceFile(" ".repeat(TRACE_FILE_LIMIT + 1))).toThrow(/too large/);
    expect(() => readTraceFile("{")).toThrow(/not JSON/);
    expect(() => readTraceFile("[".repeat(100_000))).toThrow(/not JSON/);
  });

  it("cannot reach into the objects of this program", () => {
    const text = asText(traceOf()).replace("{", '{"__proto__":{"polluted":1},');
    readTraceFile(text);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});

describe("the other forms", () => {
  it("CSV has a line for each round, and no cell that a spreadsheet would run", () => {
    const trace = traceOf("=1+1 is two, and so on.\n");
    const lines = exportTrace(trace, "csv").text.split("\r\n");
    expect(lines).toHaveLength(trace.rounds.length + 2);
    expect(lines[0]).toMatch(/^round,k,reason,/);
    expect(lines.slice(1).join("\n")).not.toMatch(/(^|,)"?=/m);
    expect(lines[1]).toContain("\"'=");
  });

  it("SVG is well-formed, runs nothing and fetches nothing", () => {
    const { text } = exportTrace(traceOf(), "svg");
    expect(text).not.toMatch(/<script|href|url\(|on\w+=|<foreignObject|<image/i);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML cannot hold them
    expect(text).not.toMatch(/[\u0000-\u0008]/);
    expect(text.match(/<text/g)?.length).toBe(text.match(/<\/text>/g)?.length);
  });

  it("the replay page holds its data where no text can end it, and only its own script may run", () => {
    const { text } = exportTrace(traceOf(), "html");
    expect(text.match(/<script/g)).toHaveLength(2);
    expect(text.match(/<\/script>/g)).toHaveLength(2);
    expect(text).not.toContain("<!--");
    expect(text).toMatch(/default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'/);
    expect(text).not.toMatch(/https?:/);
  });
});

describe("the host", () => {
  it("exports a reply and takes it in again as a chat of its own, rounds and figures the same", async () => {
    const made = await openTestHost();
    const window = made.openWindow();
    await window.call("pair.select", { choice: { targetId: (await made.model("one")).id, draftId: null } });
    const sent = await window.call("chats.send", { chatId: null, text: "count 5" });
    const done = await window.until(sent.reply.id, ended);
    const { text } = await window.call("traces.export", { messageId: sent.reply.id, format: "json" });
    const { chat } = await window.call("traces.import", { text });
    const { messages } = await window.call("chats.open", { chatId: chat.id });
    expect(messages.map(({ role, content }) => [role, content])).toEqual([
      ["user", "count 5"],
      ["assistant", done.content],
    ]);
    const copy = await window.call("replies.trace", { messageId: messages.at(-1)?.id ?? "" });
    const original = await window.call("replies.trace", { messageId: sent.reply.id });
    expect(copy.rounds).toEqual(original.rounds);
    expect(messages[1]?.summary?.tokens).toEqual(done.summary?.tokens);
    expect(chat.title).toBe("count 5 (imported)");
    await expect(window.call("traces.import", { text: "{}" })).rejects.toMatchObject({ kind: "invalid-input" });
    await expect(window.call("traces.export", { messageId: sent.message.id, format: "csv" })).rejects.toMatchObject({
      kind: "invalid-input",
    });
  });

  it("never gives the token ids of a trace to a model, whatever file it names as its own", async () => {
    const made = await openTestHost();
    const window = made.openWindow();
    await window.call("pair.select", { choice: { targetId: (await made.model("one")).id, draftId: null } });
    const sent = await window.call("chats.send", { chatId: null, text: "count 5" });
    const target = (await window.until(sent.reply.id, ended)).summary?.settings.pair.target.path ?? "";
    const { text } = await window.call("traces.export", { messageId: sent.reply.id, format: "json" });
    const named = text.replace(JSON.stringify(basename(target)), JSON.stringify(target));
    expect(named).not.toBe(text);
    const { chat } = await window.call("traces.import", { text: named });
    const { messages } = await window.call("chats.open", { chatId: chat.id });
    const branch = await window.call("chats.branch", { messageId: messages[1]?.id ?? "", keep: 2, token: 1 });
    const failed = await window.until(branch.reply.id, ended);
    expect(failed.state).toMatchObject({ status: "failed", error: { kind: "invalid-input" } });
  });

  it("says nothing of a reply as a whole that failed while it was being continued", () => {
    const { reply, rounds } = writtenReply(HOSTILE);
    const error = { kind: "engine-failed", message: "The engine ended." } as const;
    const failed = { ...reply, state: { status: "failed", error } as const };
    const trace = toTraceFile({ reply: failed, question: null, rounds, version: "1.2.3", now: new Date(0) });
    expect(trace).toMatchObject({ summary: null, reply: { status: "failed" } });
  });
});
