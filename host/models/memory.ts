import type { LoadRequest } from "../../contract/engine-messages.ts";
import type { LoadSettings, MemoryForecast } from "../../contract/loading.ts";
import type { PairChoice } from "../../contract/models.ts";
import type { ModelLibrary } from "./model-library.ts";

/** Asks the engine what a pair would take under the settings of now. A draft without a file counts for nothing. */
export function memoryOf(
  { targetId, draftId }: PairChoice,
  settings: LoadSettings,
  library: Pick<ModelLibrary, "path">,
  ask: (request: LoadRequest) => Promise<MemoryForecast>,
): Promise<MemoryForecast> {
  const draft = draftId === null ? null : library.path(draftId);
  return ask({ target: library.path(targetId), draft, settings });
}
