import { basename } from "node:path/posix";
import { basename as windowsBasename } from "node:path/win32";
import type { Message } from "../../contract/chats.ts";
import type { LoadedModel } from "../../contract/loading.ts";
import type { Summary } from "../../contract/summary.ts";
import type { Round } from "../../contract/trace.ts";
import { TRACE_FILE_VERSION, type TraceFile } from "../../contract/trace-file.ts";

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
    summary: reply.summary === null ? null : withoutFolders(reply.summary),
    rounds: [...rounds],
  };
}

function withoutFolders(summary: Summary): Summary {
  const { pair } = summary.settings;
  const { draftProblem } = pair;
  return {
    ...summary,
    notes: summary.notes.map((note) => ({ ...note, text: cutFolders(note.text) })),
    settings: {
      ...summary.settings,
      pair: {
        ...pair,
        target: nameOnly(pair.target),
        draft: pair.draft === null ? null : nameOnly(pair.draft),
        // The details of an error are the engine's own words, which may hold anything.
        draftProblem:
          draftProblem === null ? null : { kind: draftProblem.kind, message: cutFolders(draftProblem.message) },
      },
    },
  };
}

function nameOnly(model: LoadedModel): LoadedModel {
  return { ...model, path: windowsBasename(basename(model.path)) };
}

/** Leaves the last part of every path in a sentence. */
function cutFolders(text: string): string {
  return text.replaceAll(/(?:[A-Za-z]:)?(?:[\\/][^\s\\/"'`]+)*[\\/](?=[^\s\\/"'`]+\.\w)/g, "");
}
