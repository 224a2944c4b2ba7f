import type { PairFit } from "../../contract/loading.ts";
import { resolveModel } from "../../host/models/resolve-model.ts";
import { type Flag, invalid, parseFlags } from "../arguments/flags.ts";
import { type HelpPage, renderHelp } from "../arguments/help-page.ts";
import type { Command } from "../context.ts";
import { withEngine } from "../engine/with-engine.ts";
import { openLibrary } from "../models/open-library.ts";
import { formatPercent } from "../output/figures.ts";
import { type Column, renderTable } from "../output/table.ts";
import { visibleText } from "../output/visible-text.ts";

const flags: readonly Flag[] = [
  { name: "json", help: "one JSON object: fits, reason, differences, sizeRatio" },
  { name: "help", help: "show this page" },
];

const help: HelpPage = {
  usage: "npm run --silent outrider -- pair TARGET DRAFT [options]",
  about:
    "Says whether a draft fits a target, by their headers alone: no weights are loaded. TARGET and DRAFT are ids of `models` or paths.",
  sections: [{ title: "Options", flags }],
};

/** `outrider pair`: compares two headers. That a pair does not fit is an answer, not an error: the exit code is 0. */
export const pair: Command = async (words, context) => {
  const { terminal, workingFolder } = context;
  const parsed = parseFlags(words, flags, { positionals: 2 });
  if (parsed.has("help")) {
    await terminal.write(renderHelp(help, terminal.output.columns));
    return 0;
  }
  const [target, draft] = parsed.positionals;
  if (target === undefined || draft === undefined) {
    throw invalid("Name two models, the target and then the draft, by ids or paths; see --help.");
  }
  const fit = await withEngine(context, async (engine) => {
    const library = await openLibrary(engine, context);
    await library.scan();
    return engine.request("fit", {
      target: await resolveModel(target, library, workingFolder),
      draft: await resolveModel(draft, library, workingFolder),
    });
  });
  await terminal.write(parsed.has("json") ? `${JSON.stringify(asRecord(fit))}\n` : renderFit(fit));
  return 0;
};

/** The same keys whatever the verdict. A pair that fits has a reason only where something speaks against it all the same. */
function asRecord(fit: PairFit) {
  return {
    fits: fit.fits,
    reason: fit.fits ? fit.warning : fit.reason,
    differences: fit.fits ? [] : fit.differences,
    sizeRatio: fit.sizeRatio,
  };
}

type Difference = Extract<PairFit, { fits: false }>["differences"][number];

const columns: readonly Column<Difference>[] = [
  { title: "token", cell: ({ id }) => String(id), align: "right" },
  { title: "target", cell: ({ target }) => (target === null ? "none" : visibleText(target)) },
  { title: "draft", cell: ({ draft }) => (draft === null ? "none" : visibleText(draft)) },
];

/** The verdict for people, with the first tokens that differ. */
export function renderFit(fit: PairFit): string {
  const { reason, differences, sizeRatio } = asRecord(fit);
  const size = `The draft has ${formatPercent(sizeRatio)} of the target's parameters.`;
  const lines = [
    fit.fits ? `Fits. ${size}` : "Does not fit.",
    ...(reason === null ? [] : [reason]),
    ...(differences.length === 0 ? [] : ["", "The first tokens that differ:", renderTable(columns, differences)]),
  ];
  return `${lines.join("\n")}\n`;
}
