import { basename } from "node:path/posix";
import { basename as windowsBasename } from "node:path/win32";
import type { LoadedModel } from "../../contract/loading.ts";
import type { Summary } from "../../contract/summary.ts";

/** A summary that says nothing of where models lie on any computer. */
export function withoutFolders(summary: Summary): Summary {
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
