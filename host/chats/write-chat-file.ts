import { CHAT_FILE_VERSION, headingLine, markdownHeadings } from "../../contract/chat-file.ts";
import type { Conversation, Message } from "../../contract/chats.ts";
import type { ExportedFile } from "../../contract/exported-file.ts";
import { shownBranch } from "../../contract/message-tree.ts";
import type { TraceFile } from "../../contract/trace-file.ts";
import { errorWithoutFolders, withoutFolders } from "../../contract/without-folders.ts";

/** The branch that is shown, to be read. */
export function chatAsMarkdown({ chat, messages }: Conversation): ExportedFile {
  const parts = [
    `# ${chat.title}`,
    ...(chat.systemPrompt.trim() === "" ? [] : [markdownHeadings.system, withoutHeadings(chat.systemPrompt)]),
    ...shownBranch(chat.leafId, messages).flatMap(({ role, content }) => [
      markdownHeadings[role],
      withoutHeadings(content),
    ]),
  ];
  return { fileName: `${fileStem(chat.title)}.md`, mediaType: "text/markdown", text: `${parts.join("\n\n")}\n` };
}

/**
 * Every branch, and the traces that are given with it, by message. Nothing in it says where anything lies on this
 * computer.
 */
export function chatAsJson(
  { chat, messages }: Conversation,
  traces: ReadonlyMap<string, TraceFile> = new Map(),
): ExportedFile {
  const withTraces = messages.map((message) => {
    const trace = traces.get(message.id);
    return trace === undefined ? forOthers(message) : { ...forOthers(message), trace };
  });
  const file = { format: "outrider-chat", version: CHAT_FILE_VERSION, chat, messages: withTraces };
  // To be read by people, unless rounds make it a file that only programs read.
  const text = JSON.stringify(file, null, traces.size === 0 ? 2 : 0);
  return { fileName: `${fileStem(chat.title)}.json`, mediaType: "application/json", text: `${text}\n` };
}

function forOthers(message: Message): Message {
  const { state, summary } = message;
  return {
    ...message,
    state: state.status === "failed" ? { ...state, error: errorWithoutFolders(state.error) } : state,
    summary: withoutFolders(summary),
  };
}

/** A line that would be taken for the beginning of another part gets a backslash, which Markdown does not show. */
function withoutHeadings(text: string): string {
  return text
    .split("\n")
    .map((line) => (headingLine.test(line) ? `\\${line}` : line))
    .join("\n");
}

/** A title as the name of a file on any system. */
function fileStem(title: string): string {
  const stem = title
    .replace(/[\p{C}<>:"/\\|?*]+/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "")
    .slice(0, 80);
  return stem === "" ? "chat" : stem;
}
