import { describe, expect, it } from "vitest";
import { createReplyPrinter } from "../../../cli/chat/reply-printer.ts";
import { bonusRound, mismatchRound, summaryWith } from "../sample-rounds.ts";
import { createTestContext } from "../test-context.ts";

const asked = [{ role: "user" as const, content: "What is gravity?" }];

async function print(options: Partial<Parameters<typeof createReplyPrinter>[1]>, turns = 1) {
  const { context, output, told } = createTestContext();
  const printer = createReplyPrinter(context.terminal, {
    json: false,
    several: false,
    speculative: true,
    showRejected: false,
    ...options,
  });
  for (let turn = 0; turn < turns; turn += 1) {
    await printer.start(turn, asked);
    await printer.round(mismatchRound);
    await printer.round(bonusRound);
    await printer.end(summaryWith({ notes: [{ code: "draft-failed", text: "The draft broke." }] }));
  }
  return { output: output(), told };
}

describe("the text of a reply", () => {
  it("is the marked reply and one line of figures; legend and notes go to stderr", async () => {
    const { output, told } = await print({});
    const [reply, empty, figures, end] = output.split("\n");
    expect(reply).toBe(" {is a} [force] {that} <pulls>");
    expect(empty).toBe("");
    expect(figures).toMatch(/^10 tokens in 1\.0 s · /);
    expect(end).toBe("");
    expect(told).toEqual(["{accepted} [correction] <bonus>\n", "The draft broke."]);
  });

  it("says what left the context", async () => {
    const { context, told } = createTestContext();
    const options = { json: false, several: false, speculative: false, showRejected: false };
    const printer = createReplyPrinter(context.terminal, options);
    await printer.start(0, asked);
    const left = { messages: 4, shifts: [{ at: 12, messages: 2, tokens: 230 }] };
    await printer.end(summaryWith({ left }));
    expect(told).toEqual([expect.stringContaining("2 oldest messages (230 tokens) left it")]);
  });

  it("repeats the question of each turn where there are several", async () => {
    const { output } = await print({ several: true }, 2);
    expect(output.match(/> What is gravity\?/g)).toHaveLength(2);
  });

  it("needs no legend without a draft", async () => {
    const { told } = await print({ speculative: false });
    expect(told).toEqual(["The draft broke."]);
  });
});

describe("--json", () => {
  it("writes a line for each round and one for the summary, the summary last", async () => {
    const { output, told } = await print({ json: true });
    const lines = output
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      { type: "round", ...mismatchRound },
      { type: "round", ...bonusRound },
      expect.objectContaining({ type: "summary", text: "It pulls.", finishReason: "end-of-generation" }),
    ]);
    expect(told).toEqual([]);
  });

  it("numbers the turns of a written chat", async () => {
    const { output } = await print({ json: true, several: true }, 2);
    const turns = output
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).turn);
    expect(turns).toEqual([0, 0, 0, 1, 1, 1]);
  });
});
