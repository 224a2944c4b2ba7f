import { describe, expect, test } from "vitest";
import { conversationSchema } from "../../../contract/chats.ts";
import { chatAsJson, chatAsMarkdown } from "../../../host/chats/write-chat-file.ts";
import { createScriptedHost } from "../../renderer/scripted-host/scripted-host.ts";
import { sampleSummary } from "../fixtures/sample-summary.ts";

function summaryFrom(path: string) {
  const summary = sampleSummary({ target: "big", tokens: [1] });
  const { pair } = summary.settings;
  return { ...summary, settings: { ...summary.settings, pair: { ...pair, target: { ...pair.target, path } } } };
}

async function conversation(title = "A chat") {
  const host = createScriptedHost();
  const { id: chatId } = host.addChat(title, "First question", "An **answer**.");
  await host.bridge.call("chats.send", { chatId, parentId: null, text: "Edited question" });
  await host.bridge.call("chats.set-system-prompt", { chatId, systemPrompt: "Be brief." });
  return host.bridge.call("chats.open", { chatId });
}

describe("an exported chat", () => {
  test("as Markdown is the branch that is shown", async () => {
    const { text } = chatAsMarkdown(await conversation());
    expect(text).toBe("# A chat\n\n## System prompt\n\nBe brief.\n\n## You\n\nEdited question\n\n## Outrider\n\n\n");
  });

  test("as JSON has every branch, and reads as what it was", async () => {
    const whole = await conversation();
    const { format, version, ...read } = JSON.parse(chatAsJson(whole).text);
    expect([format, version]).toEqual(["outrider-chat", 1]);
    const parsed = conversationSchema.parse(read);
    expect(parsed.chat).toEqual(whole.chat);
    const texts = ({ messages }: typeof whole) => messages.map(({ id, parentId, content }) => [id, parentId, content]);
    expect(texts(parsed)).toEqual(texts(whole));
    expect(parsed.messages[1]?.summary?.tokens).toEqual(whole.messages[1]?.summary?.tokens);
  });

  test("as JSON says nothing of the folders of this computer", async () => {
    const whole = await conversation();
    const failed = {
      status: "failed",
      error: { kind: "engine-failed", message: "The file /home/ada/big one.gguf is gone.", details: "at /home/ada" },
    } as const;
    const messages = whole.messages.map((message) => ({
      ...message,
      ...(message.role === "assistant" ? { state: failed, summary: summaryFrom("C:\\Users\\ada\\big.gguf") } : {}),
    }));
    const { text } = chatAsJson({ ...whole, messages });
    expect(text).not.toMatch(/ada|Users|home/);
    expect(text).toContain("big.gguf");
  });

  test.each([
    ["../../etc/passwd", "etc passwd.md"],
    ["a<b>:c?\u202etxt.exe", "a b c txt.exe.md"],
    ["...", "chat.md"],
  ])("has a file name that any system takes: %s", async (title, fileName) => {
    expect(chatAsMarkdown(await conversation(title)).fileName).toBe(fileName);
  });
});
