import type { Conversation, Message } from "../../../contract/chats.ts";
import { shownBranch } from "../../../contract/message-tree.ts";
import { strings } from "../../strings.ts";
import type { FileToSave } from "../inspector/save-file.ts";

/** The version of the JSON below; raised when what it says changes its meaning. */
const VERSION = 1;

/** The branch that is shown, to be read. */
export function chatAsMarkdown({ chat, messages }: Conversation): FileToSave {
  const parts = [
    `# ${chat.title}`,
    ...(chat.systemPrompt.trim() === "" ? [] : [`## ${strings.chats.systemPrompt}`, chat.systemPrompt]),
    ...shownBranch(chat.leafId, messages).flatMap(({ role, content }) => [`## ${nameOf(role)}`, content]),
  ];
  return { fileName: `${fileStem(chat.title)}.md`, mediaType: "text/markdown", text: `${parts.join("\n\n")}\n` };
}

/** Every branch with everything but the rounds, which a reply exports by itself. */
export function chatAsJson({ chat, messages }: Conversation): FileToSave {
  const text = JSON.stringify({ format: "outrider-chat", version: VERSION, chat, messages }, null, 2);
  return { fileName: `${fileStem(chat.title)}.json`, mediaType: "application/json", text: `${text}\n` };
}

function nameOf(role: Message["role"]): string {
  return role === "user" ? strings.message.you : strings.reply.name;
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
