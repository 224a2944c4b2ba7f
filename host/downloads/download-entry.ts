import { createDeferred, type Deferred } from "../../contract/deferred.ts";
import type { Download, DownloadId, DownloadState } from "../../contract/downloads.ts";
import type { DownloadRecord } from "./download-record.ts";
import { fileNameOf } from "./hub.ts";

/** A download as the host keeps it. */
export interface DownloadEntry {
  readonly id: DownloadId;
  readonly folder: string;
  record: DownloadRecord;
  /** Bytes on disk, by the path in the repository. */
  readonly bytes: Map<string, number>;
  state: DownloadState;
  running: { readonly stop: AbortController; readonly ended: Promise<void> } | null;
  outcome: Deferred<string>;
}

export function newEntry(id: DownloadId, folder: string, record: DownloadRecord, state: DownloadState): DownloadEntry {
  const outcome = createDeferred<string>();
  outcome.promise.catch(() => {});
  return { id, folder, record, bytes: new Map(), state, running: null, outcome };
}

/** What windows are shown of it. */
export function described(entry: DownloadEntry): Download {
  const { id, record, state } = entry;
  const totalBytes = total(entry);
  return {
    id,
    repository: record.wish.repository,
    file: fileNameOf(record.wish.file),
    bytes: state.status === "done" ? totalBytes : present(entry),
    totalBytes,
    state,
  };
}

function total({ record }: DownloadEntry): number {
  return record.files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Bytes on disk. */
export function present({ bytes }: DownloadEntry): number {
  return [...bytes.values()].reduce((sum, count) => sum + count, 0);
}

/** Bytes that are still to come. */
export function missing(entry: DownloadEntry): number {
  return total(entry) - present(entry);
}
