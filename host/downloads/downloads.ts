import { readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { createDeferred } from "../../contract/deferred.ts";
import type { Download, DownloadId, DownloadState, DownloadWish } from "../../contract/downloads.ts";
import { OutriderError, toErrorRecord } from "../../contract/outrider-error.ts";
import { makeFolder } from "../make-folder.ts";
import { lockFolder } from "../storage/data-lock.ts";
import { type DownloadEntry, described, missing, newEntry, present } from "./download-entry.ts";
import { makeModelsFolder, placeOf, refuseOccupied, stagedPath, syncFolder } from "./download-places.ts";
import { type DownloadRecord, downloadIdOf, readDownloadRecord, writeDownloadRecord } from "./download-record.ts";
import { checkSpace, defaultLimits, type FetchLimits, fetchFile } from "./fetch-file.ts";
import { fileNameOf, type Hub } from "./hub.ts";
import { addModelSource } from "./model-sources.ts";
import { SpeedMeter } from "./speed-meter.ts";

/** Progress is told this often, whether bytes come or not: a line that stands still has to show. */
const TELL_MS = 250;

export interface DownloadsOptions {
  readonly modelsFolder: string;
  readonly hub: Hub;
  /** The hub's name, for messages. */
  readonly host: () => string;
  /** Reads a GGUF header, in the engine; throws what is wrong with the file. */
  readonly inspect: (path: string) => Promise<unknown>;
  readonly onChange?: (downloads: Download[]) => void;
  /** A model has arrived in the models folder. */
  readonly onArrival?: (path: string) => void;
  readonly limits?: Partial<FetchLimits>;
}

/**
 * Downloads of models. Until it is complete, has its publisher's checksum and can be read, a file lies in a hidden folder
 * that is not looked through for models; then it is moved into place in one step.
 */
export interface Downloads {
  list(): Download[];
  /** Begins a download, or goes on with the one of the same file. Throws what keeps it from being begun. */
  start(wish: DownloadWish): Promise<Download>;
  /** Stops it for now; what is there stays. */
  pause(id: DownloadId): Promise<Download>;
  resume(id: DownloadId): Promise<Download>;
  /** Ends it, deletes what is there, and takes it off the list. One that is done only leaves the list. */
  remove(id: DownloadId): Promise<void>;
  /** The path of the model, once it is there. Rejects with what ended the download, as `cancelled` when it was paused. */
  arrival(id: DownloadId): Promise<string>;
  /** Stops all for now. */
  close(): Promise<void>;
}

/** Finds the downloads that an earlier start left, all paused. */
export async function openDownloads(options: DownloadsOptions): Promise<Downloads> {
  const { modelsFolder, hub, host, inspect } = options;
  const root = join(modelsFolder, ".downloads");
  const entries = new Map<DownloadId, DownloadEntry>();
  const limits = { ...defaultLimits, ...options.limits };
  let closed = false;

  for (const name of await readdir(root).catch((): string[] => [])) {
    const folder = join(root, name);
    const record = await readDownloadRecord(folder);
    if (record === null || downloadIdOf(record.wish) !== name) continue;
    const entry = newEntry(name, folder, record, { status: "paused" });
    for (const { path } of record.files) {
      entry.bytes.set(path, (await stat(stagedPath(folder, path)).catch(() => null))?.size ?? 0);
    }
    entries.set(name, entry);
  }

  function publish(): void {
    options.onChange?.(list());
  }

  function list(): Download[] {
    return [...entries.values()].map(described);
  }

  function become(entry: DownloadEntry, state: DownloadState): void {
    entry.state = state;
    publish();
  }

  function find(id: DownloadId): DownloadEntry {
    const entry = entries.get(id);
    if (entry === undefined) throw new OutriderError("not-found", "This download is no longer there. Start it again.");
    return entry;
  }

  function begin(entry: DownloadEntry): void {
    if (entry.running !== null || closed) return;
    const stop = new AbortController();
    entry.outcome = createDeferred<string>();
    // Most downloads are watched by their state alone.
    entry.outcome.promise.catch(() => {});
    become(entry, { status: "running", bytesPerSecond: null, secondsLeft: null });
    const ended = run(entry, stop.signal).then(
      (path) => {
        entry.running = null;
        become(entry, { status: "done" });
        entry.outcome.resolve(path);
        options.onArrival?.(path);
      },
      (error: unknown) => {
        entry.running = null;
        const stopped = stop.signal.aborted;
        become(entry, stopped ? { status: "paused" } : { status: "failed", error: toErrorRecord(error) });
        entry.outcome.reject(
          stopped || !(error instanceof Error)
            ? new OutriderError("cancelled", "The download was stopped. What is there is kept; go on later.")
            : error,
        );
      },
    );
    entry.running = { stop, ended };
  }

  async function run(entry: DownloadEntry, signal: AbortSignal): Promise<string> {
    const unlock = lockFolder(
      entry.folder,
      `${fileNameOf(entry.record.wish.file)} is being downloaded by another Outrider. Let that one finish, or close it.`,
    );
    try {
      makeFolder(join(entry.folder, "files"));
      await checkSpace(entry.folder, missing(entry), fileNameOf(entry.record.wish.file));
      const stopTelling = tellProgress(entry);
      try {
        for (const file of entry.record.files) await fetchOne(entry, file.path, signal);
      } finally {
        stopTelling();
      }
      become(entry, { status: "checking" });
      const path = await arrive(entry);
      await forgetFolder(entry);
      return path;
    } catch (error) {
      // Fetching on would bring no more of it, and fetching again may bring something else.
      if (error instanceof OutriderError && error.kind === "model-unreadable") await forgetFolder(entry);
      throw error;
    } finally {
      unlock();
    }
  }

  async function fetchOne(entry: DownloadEntry, path: string, signal: AbortSignal): Promise<void> {
    const { wish } = entry.record;
    const file = entry.record.files.find((other) => other.path === path);
    if (file === undefined) return;
    await fetchFile({
      path: stagedPath(entry.folder, path),
      name: fileNameOf(path),
      host: host(),
      bytes: file.bytes,
      sha256: file.sha256,
      etag: file.etag,
      onEtag: (etag) => note(entry, path, etag),
      open: (headers, attempt) => hub.open(wish, path, headers, attempt),
      onProgress: (bytes) => void entry.bytes.set(path, bytes),
      signal,
      limits,
    });
  }

  async function note(entry: DownloadEntry, path: string, etag: string | null): Promise<void> {
    const files = entry.record.files.map((file) => (file.path === path ? { ...file, etag } : file));
    entry.record = { ...entry.record, files };
    await writeDownloadRecord(entry.folder, entry.record);
  }

  /** Returns how to stop. */
  function tellProgress(entry: DownloadEntry): () => void {
    const meter = new SpeedMeter();
    const tell = (): void => {
      if (entry.state.status !== "running") return;
      meter.add(performance.now(), present(entry));
      const bytesPerSecond = meter.bytesPerSecond();
      const secondsLeft = bytesPerSecond === null || bytesPerSecond <= 0 ? null : missing(entry) / bytesPerSecond;
      become(entry, { status: "running", bytesPerSecond, secondsLeft });
    };
    const timer = setInterval(tell, TELL_MS);
    return () => clearInterval(timer);
  }

  /** Checks what was fetched and moves it into place. */
  async function arrive(entry: DownloadEntry): Promise<string> {
    const { wish, license, files } = entry.record;
    const [first] = files;
    if (first === undefined) throw new OutriderError("internal", "A download without files.");
    await inspect(stagedPath(entry.folder, first.path));
    const staged = join(entry.folder, "files");
    const place = placeOf(modelsFolder, wish.file);
    await refuseOccupied(place.moved);
    await rename(files.length === 1 ? stagedPath(entry.folder, first.path) : staged, place.moved);
    await syncFolder(modelsFolder);
    const sha256 = Object.fromEntries(files.map((file) => [fileNameOf(file.path), file.sha256]));
    const { repository, revision } = wish;
    // The model is there: a list that cannot be written takes nothing from it.
    await addModelSource(modelsFolder, place.inFolder, { repository, revision, license, sha256 }).catch(() => {});
    return join(modelsFolder, place.inFolder);
  }

  async function forgetFolder(entry: DownloadEntry): Promise<void> {
    await rm(entry.folder, { recursive: true, force: true });
    entry.bytes.clear();
  }

  async function stop(entry: DownloadEntry): Promise<void> {
    entry.running?.stop.abort();
    await entry.running?.ended;
  }

  return {
    list,

    async start(wish) {
      const id = downloadIdOf(wish);
      const existing = entries.get(id);
      if (existing !== undefined && existing.running !== null) return described(existing);
      await refuseOccupied(placeOf(modelsFolder, wish.file).moved);
      const { files, license } = await hub.files(wish);
      const before = new Map(existing?.record.files.map((file) => [file.path, file]));
      const record: DownloadRecord = {
        wish,
        license,
        // Another version than the one that was begun with: its bytes are of no use.
        files: files.map((file) => {
          const old = before.get(file.path);
          return { ...file, etag: old?.sha256 === file.sha256 ? old.etag : null };
        }),
      };
      const folder = join(root, id);
      makeModelsFolder(folder);
      await checkSpace(
        folder,
        files.reduce((sum, { path, bytes }) => sum + bytes - (existing?.bytes.get(path) ?? 0), 0),
        fileNameOf(wish.file),
      );
      await writeDownloadRecord(folder, record);
      const entry = newEntry(id, folder, record, { status: "paused" });
      for (const { path, etag } of record.files) {
        entry.bytes.set(path, etag === null ? 0 : (existing?.bytes.get(path) ?? 0));
      }
      entries.set(id, entry);
      begin(entry);
      return described(entry);
    },

    async pause(id) {
      const entry = find(id);
      await stop(entry);
      return described(entry);
    },

    async resume(id) {
      const entry = find(id);
      if (entry.state.status === "paused" || entry.state.status === "failed") {
        makeModelsFolder(entry.folder);
        await writeDownloadRecord(entry.folder, entry.record);
        begin(entry);
      }
      return described(entry);
    },

    async remove(id) {
      const entry = find(id);
      await stop(entry);
      entries.delete(id);
      await forgetFolder(entry);
      publish();
    },

    arrival: (id) => find(id).outcome.promise,

    async close() {
      closed = true;
      await Promise.all([...entries.values()].map(stop));
    },
  };
}
