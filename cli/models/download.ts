import type { Download, RemoteModel, Repository } from "../../contract/downloads.ts";
import { OutriderError } from "../../contract/outrider-error.ts";
import { openDownloadsFromHub, openHub } from "../../host/downloads/create-downloads.ts";
import { createSecretStore } from "../../host/secrets/secret-store.ts";
import { invalid } from "../arguments/flags.ts";
import type { CommandContext } from "../context.ts";
import { withEngine } from "../engine/with-engine.ts";
import { formatBytes, formatDuration } from "../output/figures.ts";
import { openPlace } from "./open-library.ts";

export interface DownloadOptions {
  /** Such as `Q4_K_M`. */
  readonly quantization: string | undefined;
  readonly json: boolean;
}

/** Downloads a model into the models folder, or goes on with a download that was interrupted. */
export async function downloadModel(
  context: CommandContext,
  address: string | undefined,
  { quantization, json }: DownloadOptions,
): Promise<number> {
  if (address === undefined) throw invalid("Name a repository or paste a file's address; see --help.");
  const { terminal, interruption } = context;
  const { dataFolder, modelsFolder, settings } = await openPlace(context);
  const access = { settings: () => settings.current(), secrets: createSecretStore(dataFolder) };
  const repository = await openHub(access).hub.look(address);
  const model = pick(repository, quantization);
  const path = await withEngine(context, async (engine) => {
    const downloads = await openDownloadsFromHub(access, {
      modelsFolder,
      inspect: (file) => engine.request("inspect", { path: file }),
      onChange: ([download]) => terminal.showProgress(download === undefined ? null : progressLine(download)),
    });
    const stop = (): void => void downloads.close();
    interruption.signal.addEventListener("abort", stop);
    try {
      const { id } = await downloads.start({ ...repository, file: model.file });
      return await downloads.arrival(id);
    } finally {
      interruption.signal.removeEventListener("abort", stop);
      if (interruption.signal.aborted) terminal.tell("What is there is kept; the same command goes on with it.");
      terminal.showProgress(null);
    }
  });
  const record = { type: "downloaded", repository: repository.repository, file: model.file, path };
  await terminal.write(json ? `${JSON.stringify(record)}\n` : `${path}\n`);
  return 0;
}

function pick({ repository, models, named }: Repository, quantization: string | undefined): RemoteModel {
  const wanted = quantization?.toUpperCase();
  const fitting = models.filter(
    (model) => (named === null || model.file === named) && (wanted === undefined || model.quantization === wanted),
  );
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  const list = models.map(({ file, bytes }) => `${file} (${formatBytes(bytes)})`).join(", ");
  throw new OutriderError(
    only === undefined ? "not-found" : "invalid-input",
    `${only === undefined ? "None" : "Several"} of the files of ${repository} fit. Choose one with --quantization, or name it: ${list}.`,
  );
}

function progressLine({ file, bytes, totalBytes, state }: Download): string {
  const share = `${file}: ${Math.floor((bytes / totalBytes) * 100)} % of ${formatBytes(totalBytes)}`;
  if (state.status === "checking") return `${share}, checking`;
  if (state.status !== "running" || state.bytesPerSecond === null) return share;
  const left = state.secondsLeft === null ? "" : `, ${formatDuration(state.secondsLeft * 1000)} left`;
  return `${share}, ${formatBytes(state.bytesPerSecond)}/s${left}`;
}
