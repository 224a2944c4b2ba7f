import { randomUUID } from "node:crypto";
import {
  CHAT_FILE_VERSION,
  type ChatFile,
  type FileMessage,
  headingLine,
  MOST_FILE_MESSAGES,
  markdownHeadings,
} from "../../contract/chat-file.ts";
import { refusal } from "../read-exported-json.ts";

interface Part {
  readonly heading: string;
  readonly lines: string[];
}

/**
 * Reads what the export as Markdown writes: a title, then parts that begin with headings of its own. A message's own line
 * that looks like one of them was written with a backslash more.
 *
 * @throws OutriderError invalid-input with the reason
 */
export function readChatMarkdown(text: string, now: number): ChatFile {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const title = /^# (.*)$/.exec(lines.find((line) => line.trim() !== "") ?? "")?.[1];
  if (title === undefined) {
    throw refusal("chat", "It is neither JSON nor Markdown of Outrider, which begins with a title: “# …”.");
  }
  const parts = partsOf(lines);
  const system = parts[0]?.heading === markdownHeadings.system ? parts[0] : null;
  const turns = system === null ? parts : parts.slice(1);
  const wrong = whatIsWrong(turns);
  if (wrong !== null) throw refusal("chat", wrong);
  const messages = turns.map((part) => asMessage(part, now));
  return {
    format: "outrider-chat",
    version: CHAT_FILE_VERSION,
    chat: {
      title,
      systemPrompt: system === null ? "" : textOf(system),
      leafId: messages.at(-1)?.id ?? null,
      pair: null,
      decoding: null,
    },
    messages: messages.map((message, index) => ({ ...message, parentId: messages[index - 1]?.id ?? null })),
  };
}

function whatIsWrong(turns: readonly Part[]): string | null {
  if (turns.length === 0) return `No message is in it: there is no line “${markdownHeadings.user}”.`;
  if (turns.length > MOST_FILE_MESSAGES) return `It has more than ${MOST_FILE_MESSAGES} messages.`;
  if (turns.some(({ heading }) => heading === markdownHeadings.system))
    return "A system prompt stands among its messages.";
  return null;
}

function partsOf(lines: readonly string[]): Part[] {
  const parts: Part[] = [];
  for (const line of lines) {
    const found = headingLine.exec(line)?.groups;
    if (found?.backslashes === "") parts.push({ heading: found.heading ?? "", lines: [] });
    else parts.at(-1)?.lines.push(found === undefined ? line : line.slice(1));
  }
  return parts;
}

function asMessage(part: Part, now: number): FileMessage {
  return {
    id: randomUUID(),
    parentId: null,
    role: part.heading === markdownHeadings.user ? "user" : "assistant",
    content: textOf(part),
    state: { status: "complete" },
    summary: null,
    createdAt: now,
  };
}

/** Without the blank line after the heading and the one before the next. */
function textOf({ lines }: Part): string {
  const start = lines[0]?.trim() === "" ? 1 : 0;
  const end = lines.length > start && lines.at(-1)?.trim() === "" ? -1 : undefined;
  return lines.slice(start, end).join("\n");
}
