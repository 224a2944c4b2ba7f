/** What leaves this computer says nothing of where anything lies on it. */
import type { LoadedModel } from "./loading.ts";
import type { ErrorRecord } from "./outrider-error.ts";
import type { Summary } from "./summary.ts";

/** A summary that says nothing of where models lie on any computer; null stays null. */
export function withoutFolders(summary: Summary | null): Summary | null {
  if (summary === null) return null;
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
        draftProblem: draftProblem === null ? null : errorWithoutFolders(draftProblem),
      },
    },
  };
}

function nameOnly(model: LoadedModel): LoadedModel {
  return { ...model, path: model.path.split(/[\\/]/).at(-1) ?? "" };
}

/** Without its details: they are the engine's own words, which may hold anything. */
export function errorWithoutFolders({ kind, message }: ErrorRecord): ErrorRecord {
  return { kind, message: cutFolders(message) };
}

/** Two or more folders, before whatever follows, and one or none before what has an extension. */
const folders =
  /(?:[A-Za-z]:)?(?:[\\/][^\s\\/"'`]+){2,}[\\/](?=[^\s\\/"'`])|(?:[A-Za-z]:)?(?:[\\/][^\s\\/"'`]+)?[\\/](?=[^\s\\/"'`]+\.\w)/g;

/** Leaves the last part of every path in a sentence. */
function cutFolders(text: string): string {
  return text.replaceAll(folders, "");
}
