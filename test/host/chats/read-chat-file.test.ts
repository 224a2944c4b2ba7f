import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { CHAT_FILE_LIMIT, type ChatFile } from "../../../contract/chat-file.ts";
import type { Conversation, Message } from "../../../contract/chats.ts";
import { OutriderError } from "../../../contract/outrider-error.ts";
import { readChatFile } from "../../../host/chats/read-chat-file.ts";
import { chatAsJson, chatAsMarkdown } from "../../../host/chats/write-chat-file.ts";
import { toTraceFile } from "../../../host/traces/trace-file.ts";
import { sampleChat, sampleMessage } from "../fixtures/sample-records.ts";
import { sampleSummary } from "../fixtures/sample-summary.ts";
import { type WrittenReply, writtenReply } from "../fixtures/sample-trace.ts";
import { openTestHost } from "../fixtures/test-host.ts";
import { ended } from "../fixtures/test-window.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

const HOSTILE = "Hi </script><script>alert(1)</script>\n## You\n\n\\## Outrider\n\u0000\u0002 \u202e 🌍\n\n";

/** A question with two answers, the first of which is shown, and what follows it. */
function conversation(
  texts: readonly [string, string, string, string] = ["Why?", "Because.", "So?", HOSTILE],
): Conversation {
  const chat = sampleChat({ title: "Old times", systemPrompt: "Be brief.", pair: { targetId: "big", draftId: null } });
  const add = (role: Message["role"], content: string, parentId: string | null): Message =>
    sampleMessage({ chatId: chat.id, role, content, parentId });
  const question = add("user", texts[0], null);
  const reply = {
    ...add("assistant", texts[1], question.id),
    summary: sampleSummary({ target: "/home/ada/big.gguf", tokens: [1, 2] }),
  };
  const other = add("assistant", "The other answer.", question.id);
  const next = add("user", texts[2], reply.id);
  const last = add("assistant", texts[3], next.id);
  return { chat: { ...chat, leafId: last.id }, messages: [question, reply, other, next, last] };
}

const shape = ({ chat, messages }: Conversation) => ({
  title: chat.title,
  systemPrompt: chat.systemPrompt,
  shown: messages.findIndex(({ id }) => id === chat.leafId),
  messages: messages.map(({ role, content, parentId, state }) => ({
    role,
    content,
    state: state.status,
    follows: messages.findIndex(({ id }) => id === parentId),
  })),
});

describe("a chat that was exported as JSON", () => {
  it("comes back with every branch, under ids of its own", () => {
    const before = conversation();
    const after = readChatFile(chatAsJson(before).text, 5);
    expect(shape(after)).toEqual({ ...shape(before), title: `${before.chat.title} (imported)` });
    expect(after.chat).toMatchObject({ pair: { targetId: "big", draftId: null }, pinned: false, createdAt: 5 });
    const old = new Set([before.chat.id, ...before.messages.map(({ id }) => id)]);
    expect([after.chat.id, ...after.messages.map(({ id }) => id)].filter((id) => old.has(id))).toEqual([]);
    expect(after.messages.every(({ chatId }) => chatId === after.chat.id)).toBe(true);
  });

  it("names no folder of the computer it comes from, so that its token ids are no model's here", () => {
    const { messages } = readChatFile(chatAsJson(conversation()).text, 5);
    expect(messages[1]?.summary?.settings.pair.target.path).toBe("big.gguf");
  });

  it("of an earlier Outrider, which kept no pair with it, is taken in", () => {
    const { format, version, chat, messages } = JSON.parse(chatAsJson(conversation()).text);
    const { pair: _pair, decoding: _decoding, ...older } = chat;
    const read = readChatFile(JSON.stringify({ format, version, chat: older, messages }), 5);
    expect(read.chat).toMatchObject({ pair: null, decoding: null });
  });

  it("has no reply that is being written for ever", () => {
    const before = conversation();
    const messages = before.messages.map((message) => ({ ...message, state: { status: "streaming" } as const }));
    const { messages: after } = readChatFile(chatAsJson({ ...before, messages }).text, 5);
    expect(new Set(after.map(({ state }) => state.status))).toEqual(new Set(["failed"]));
  });
});

/** A question with these replies to it, as a file with their rounds. */
function fileWithRounds(written: readonly WrittenReply[]): { readonly before: Conversation; readonly text: string } {
  const chat = sampleChat();
  const question = sampleMessage({ chatId: chat.id, content: "Why?" });
  const replies = written.map(({ reply }) => ({ ...reply, chatId: chat.id, parentId: question.id }));
  const before = { chat: { ...chat, leafId: question.id }, messages: [question, ...replies] };
  const about = { question: question.content, version: "0.0.0", now: new Date(0) };
  const traces = new Map(written.map(({ reply, rounds }) => [reply.id, toTraceFile({ reply, rounds, ...about })]));
  return { before, text: chatAsJson(before, traces).text };
}

describe("a chat that was exported with its rounds", () => {
  it("comes back with those of every reply, whatever is in them", () => {
    const reply = fc.tuple(fc.string({ minLength: 1, maxLength: 60, unit: "binary" }), fc.boolean(), fc.nat(1000));
    fc.assert(
      fc.property(fc.array(reply, { minLength: 1, maxLength: 3 }), (texts) => {
        const written = texts.map(([text, sampled, seed]) => writtenReply(text, { sampled, seed }));
        const { before, text } = fileWithRounds(written);
        const after = readChatFile(text, 5);
        expect(shape(after)).toEqual({ ...shape(before), title: `${before.chat.title} (imported)` });
        expect(after.messages.slice(1).map(({ id }) => after.rounds.get(id))).toEqual(
          written.map(({ rounds }) => rounds),
        );
        const verdicts = ({ messages }: Conversation) => messages.map(({ summary }) => summary?.verdict);
        expect(verdicts(after)).toEqual(verdicts(before));
        expect(JSON.stringify(after)).not.toContain("/home");
      }),
      { numRuns: 100 },
    );
  });

  it("may hold what a database cannot: the text of its rounds is the one that was kept", () => {
    const { before, text } = fileWithRounds([writtenReply("one\0two")]);
    const stored = text.replace(JSON.stringify("one\0two"), JSON.stringify("one\ufffdtwo"));
    expect(stored).not.toBe(text);
    expect(readChatFile(stored, 5).messages).toHaveLength(before.messages.length);
  });

  type Reply = NonNullable<ChatFile["messages"][number]>;
  type Trace = NonNullable<Reply["trace"]>;
  const inTrace =
    (change: (trace: Trace) => object) =>
    (reply: Reply): object => ({ ...reply, trace: reply.trace === undefined ? {} : change(reply.trace) });
  const refusals: readonly (readonly [string, (reply: Reply) => object, RegExp])[] = [
    ["another text than its rounds'", (reply) => ({ ...reply, content: "Buy now." }), /Message 3: .* another text/],
    ["another end", (reply) => ({ ...reply, state: { status: "stopped" } }), /Message 3: .* ended otherwise/],
    ["rounds of a question", (reply) => ({ ...reply, role: "user" }), /Message 3: Only replies have rounds/],
    [
      "a trace of another version",
      inTrace((trace) => ({ ...trace, version: 2 })),
      /no valid chat at messages\.2\.trace\.version/,
    ],
    [
      "a trace without rounds",
      inTrace((trace) => ({ ...trace, rounds: [] })),
      /no valid chat at messages\.2\.trace\.rounds/,
    ],
    [
      "a trace with a round left out",
      inTrace((trace) => ({ ...trace, rounds: trace.rounds.toSpliced(1, 1) })),
      /Message 3: Round 2: it is numbered 3/,
    ],
    [
      "a better acceptance rate",
      inTrace(({ summary, ...trace }) => ({ ...trace, summary: { ...summary, acceptanceRate: 0.99 } })),
      /Message 3: Its acceptance rate is not accepted/,
    ],
  ];

  it.each(refusals)("is refused for %s", (_name, change, reason) => {
    const text = "A quokka is a small marsupial of Western Australia. ";
    const file: ChatFile = JSON.parse(fileWithRounds([writtenReply(text), writtenReply(text)]).text);
    expect(readChatFile(JSON.stringify(file), 5).rounds.size).toBe(2);
    const messages = file.messages.map((message, index) => (index === 2 ? change(message) : message));
    expect(() => readChatFile(JSON.stringify({ ...file, messages }), 5)).toThrow(reason);
  });

  it("shows the figures that its rounds bear out, whatever else it says", () => {
    const { text } = fileWithRounds([writtenReply("A quokka is a small marsupial. ")]);
    const file: ChatFile = JSON.parse(text);
    const boast = { ...sampleSummary({ target: "big.gguf", tokens: [1] }), acceptanceRate: 1, tested: 9, accepted: 9 };
    const messages = file.messages.map((message, index) => (index === 1 ? { ...message, summary: boast } : message));
    const [, reply] = readChatFile(JSON.stringify({ ...file, messages }), 5).messages;
    expect(reply?.summary?.tested).toBe(file.messages[1]?.trace?.summary?.tested);
  });
});

describe("a chat that was exported as Markdown", () => {
  it("comes back with the branch that was shown, lines that look like headings included", () => {
    const texts = ["Why?\n\n## You\n", HOSTILE, "## Outrider", "\\## System prompt\n```\n## You  \n```"] as const;
    const after = readChatFile(chatAsMarkdown(conversation(texts)).text, 5);
    expect(after.chat).toMatchObject({ title: "Old times (imported)", systemPrompt: "Be brief." });
    expect(after.messages.map(({ role, content }) => [role, content])).toEqual([
      ["user", texts[0]],
      ["assistant", texts[1]],
      ["user", texts[2]],
      ["assistant", texts[3]],
    ]);
  });

  it("comes back whatever is in it", () => {
    const line = fc.oneof(fc.string(), fc.constantFrom("## You", "\\## You", "## Outrider ", "", " ", "# x", "```"));
    const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join("\n").replaceAll("\r\n", "\n"));
    fc.assert(
      fc.property(text, text, (question, answer) => {
        const markdown = chatAsMarkdown(conversation([question, answer, "x", "y"])).text;
        expect(
          readChatFile(markdown, 5)
            .messages.slice(0, 2)
            .map(({ content }) => content),
        ).toEqual([question, answer]);
      }),
      { numRuns: 300 },
    );
  });

  it("may have been written by hand, under Windows", () => {
    const { chat, messages } = readChatFile("\uFEFF# Mine\r\n## You\r\nHello\r\nyou\r\n## Outrider\r\n\r\nHi.\r\n", 5);
    expect(chat.title).toBe("Mine (imported)");
    expect(messages.map(({ content }) => content)).toEqual(["Hello\nyou", "Hi."]);
  });
});

describe("a chat from somebody else", () => {
  type Change = (file: ChatFile) => unknown;
  const at = (file: ChatFile, index: number, part: object): unknown => ({
    ...file,
    messages: file.messages.map((message, position) => (position === index ? { ...message, ...part } : message)),
  });
  const refusals: readonly (readonly [string, Change, RegExp])[] = [
    ["another kind of file", () => ({ hello: 1 }), /not a chat of Outrider/],
    [
      "a trace",
      (file) => ({ ...file, format: "outrider-trace" }),
      /another kind \(outrider-trace\).*traces in the inspector/,
    ],
    ["a later version", (file) => ({ ...file, version: 9 }), /version 9, and this Outrider reads version 1/],
    ["no messages", (file) => ({ ...file, messages: [] }), /no valid chat at messages/],
    ["a role of its own", (file) => at(file, 0, { role: "system" }), /messages\.0\.role/],
    ["a text that is none", (file) => at(file, 1, { content: { toString: "x" } }), /messages\.1\.content/],
    ["an id that is none", (file) => at(file, 1, { id: "../../etc" }), /messages\.1\.id/],
    ["a time beyond time", (file) => at(file, 1, { createdAt: 1e300 }), /messages\.1\.createdAt/],
    ["a summary that is none", (file) => at(file, 1, { summary: { tokens: [-1] } }), /messages\.1\.summary/],
    ["k 17", (file) => ({ ...file, chat: { ...file.chat, decoding: { k: 17 } } }), /chat\.decoding\.k/],
    ["the same id twice", (file) => at(file, 2, { id: file.messages[1]?.id }), /Message 3 has the id of another/],
    ["a message that follows itself", (file) => at(file, 3, { parentId: file.messages[3]?.id }), /Message 4 follows/],
    [
      "a message that follows a later one",
      (file) => at(file, 0, { parentId: file.messages[3]?.id }),
      /Message 1 follows/,
    ],
    [
      "a reply to a reply",
      (file) => at(file, 4, { parentId: file.messages[1]?.id }),
      /Message 5 is a reply to no question/,
    ],
    ["a reply to nothing", (file) => at(file, 1, { parentId: null }), /Message 2 is a reply to no question/],
    [
      "a branch that ends nowhere",
      (file) => ({ ...file, chat: { ...file.chat, leafId: crypto.randomUUID() } }),
      /ends at a message that is not there/,
    ],
  ];

  it.each(refusals)("is refused for %s", (_name, change, reason) => {
    const changed = JSON.stringify(change(JSON.parse(chatAsJson(conversation()).text)));
    expect(() => readChatFile(changed, 5)).toThrow(reason);
  });

  it.each([
    ["its size, before it is read", "x".repeat(CHAT_FILE_LIMIT + 1), /too large/],
    ["half of a JSON", '{"format":', /not JSON/],
    ["nesting without end", "[".repeat(1_000_000), /not JSON/],
    ["being something else", "Dear diary", /neither JSON nor Markdown/],
    ["being empty", "", /neither JSON nor Markdown/],
    ["having no messages", "# Title\n\nText.", /no line “## You”/],
    ["beginning with a reply", "# T\n\n## Outrider\n\nHi.", /Message 1 is a reply to no question/],
    ["two system prompts", "# T\n## System prompt\na\n## System prompt\nb\n## You\nc", /stands among its messages/],
    ["more messages than anybody wrote", `# T\n${"## You\n".repeat(1_000_000)}`, /more than 10000 messages/],
  ])("is refused for %s", (_name, text, reason) => {
    expect(() => readChatFile(text, 5)).toThrow(reason);
  });

  it("is taken in whole or refused with a reason, whatever it is", () => {
    const json = fileWithRounds([writtenReply(HOSTILE)]).text;
    fc.assert(
      fc.property(fc.nat(json.length), fc.string(), fc.nat(40), (place, put, gone) => {
        try {
          const { chat, messages } = readChatFile(json.slice(0, place) + put + json.slice(place + gone), 5);
          expect(messages.length).toBeGreaterThan(0);
          expect(chat.title.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(OutriderError);
          expect(error).toMatchObject({ kind: "invalid-input" });
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("an imported chat", () => {
  it("stands beside the one it was exported from, is found, told, and can be gone on with", async () => {
    const made = await openTestHost();
    const window = made.openWindow();
    await window.call("pair.select", { choice: { targetId: (await made.model("one")).id, draftId: null } });
    const { chat, reply } = await window.call("chats.send", { chatId: null, text: "count 5 quokkas" });
    await window.until(reply.id, ended);
    const { text } = chatAsJson(await window.call("chats.open", { chatId: chat.id }));
    const { chat: copy } = await window.call("chats.import", { text });
    expect(copy).toMatchObject({ title: `${chat.title} (imported)` });
    expect(window.events.at(-1)).toMatchObject({ type: "chat.changed", chat: { id: copy.id } });
    expect((await window.call("app.state", {})).chats).toHaveLength(2);
    expect((await window.call("chats.search", { query: "quokkas" })).map(({ chatId }) => chatId)).toContain(copy.id);

    const next = await window.call("chats.send", { chatId: copy.id, text: "count 2" });
    const done = await window.until(next.reply.id, ended);
    expect(done.state.status).toBe("complete");
    // The ids in the file were not handed to the model, although it is the same one.
    expect(done.summary?.cachedTokens.target).toBe(0);
    expect((await window.call("chats.open", { chatId: chat.id })).messages).toHaveLength(2);
  });

  it("that is refused changes nothing", async () => {
    const window = (await openTestHost()).openWindow();
    await expect(window.call("chats.import", { text: "Dear diary" })).rejects.toMatchObject({ kind: "invalid-input" });
    expect((await window.call("app.state", {})).chats).toEqual([]);
  });
});
