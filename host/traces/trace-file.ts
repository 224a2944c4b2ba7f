import type { Message } from "../../contract/chats.ts";
import type { Round } from "../../contract/trace.ts";
import { TRACE_FILE_VERSION, type TraceFile } from "../../contract/trace-file.ts";
import { withoutFolders } from "../../contract/without-folders.ts";

export interface TraceParts {
  readonly reply: Message;
  readonly question: string | null;
  readonly rounds: readonly Round[];
  /** Of this Outrider. */
  readonly version: string;
  readonly now: Date;
}

/** A stored reply as a file for others: nothing in it says where anything lies on this computer. */
export function toTraceFile({ reply, question, rounds, version, now }: TraceParts): TraceFile {
  const { status } = reply.state;
  return {
    format: "outrider-trace",
    version: TRACE_FILE_VERSION,
    outrider: version,
    exportedAt: now.toISOString(),
    question,
    reply: {
      text: rounds.flatMap(({ emitted }) => emitted.map(({ text }) => text)).join(""),
      status: status === "complete" || status === "stopped" ? status : "failed",
    },
    // A reply that failed while it was being continued may still have that of its beginning.
    summary: status === "failed" ? null : withoutFolders(reply.summary),
    rounds: [...rounds],
  };
}
