import { createHash, type Hash } from "node:crypto";
import { type FileHandle, open, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { messageOf, OutriderError } from "../../contract/outrider-error.ts";
import { refusal } from "./ask-hub.ts";
import { readContentRange } from "./content-range.ts";
import { isLasting, lasting } from "./lasting.ts";

export interface FetchLimits {
  /** A connection that brings nothing for so long is given up. */
  readonly stallMs: number;
  /** So many attempts in a row that bring nothing, and it is over. */
  readonly attempts: number;
  /** Before the second attempt; doubled each time. */
  readonly pauseMs: number;
}

export const defaultLimits: FetchLimits = { stallMs: 30_000, attempts: 6, pauseMs: 1000 };

/** Left on the disk for everything else. */
const SPARE_BYTES = 64 * 2 ** 20;
const READ_BYTES = 2 ** 20;

export interface FetchFileOptions {
  /** Where the bytes go: what is there already is gone on from. */
  readonly path: string;
  /** For messages. */
  readonly name: string;
  readonly host: string;
  /** By the publisher. */
  readonly bytes: number;
  readonly sha256: string;
  /** The version that the bytes on disk belong to, as the server named it; null: there are none yet. */
  readonly etag: string | null;
  readonly onEtag: (etag: string | null) => Promise<void>;
  readonly open: (headers: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<Response>;
  readonly onProgress: (bytes: number) => void;
  readonly signal: AbortSignal;
  readonly limits: FetchLimits;
}

interface Part {
  readonly file: FileHandle;
  hash: Hash;
  bytes: number;
  /** Of the version that the bytes belong to; null: bytes that cannot be gone on from. */
  etag: string | null;
}

/**
 * Fetches a file whose length and checksum are known, goes on where an earlier attempt ended, and has it on the disk, not
 * only on its way there, when it resolves. A part is only ever appended to by an answer that says it is the rest of the
 * very same version; any other answer starts anew.
 *
 * @throws OutriderError network, storage, or model-unreadable where the checksum differs: the part is emptied then
 */
export async function fetchFile(options: FetchFileOptions): Promise<void> {
  const { path, signal, limits } = options;
  const part = await openPart(path, options.etag, signal);
  try {
    if (part.bytes > options.bytes || part.etag === null) await restart(part, null, options);
    options.onProgress(part.bytes);
    await checkSpace(path, options.bytes - part.bytes, options.name);
    for (let failures = 0; part.bytes < options.bytes; ) {
      const before = part.bytes;
      try {
        await fetchRest(part, options);
      } catch (error) {
        if (signal.aborted || !mayPass(error)) throw error;
        failures = part.bytes > before ? 1 : failures + 1;
        if (failures >= limits.attempts) throw error;
        // Spread out, so that many clients do not come back at once.
        await wait(limits.pauseMs * 2 ** (failures - 1) * (0.5 + Math.random()), undefined, { signal });
      }
    }
    if (part.hash.digest("hex") !== options.sha256) {
      await restart(part, null, options);
      throw new OutriderError(
        "model-unreadable",
        `${options.name} does not have the checksum its publisher gives, so it was deleted. Download it again; if that ends the same way, choose another file.`,
      );
    }
    await storing(() => part.file.sync());
  } finally {
    await part.file.close();
  }
}

async function openPart(path: string, etag: string | null, signal: AbortSignal): Promise<Part> {
  // "a+" would write at the end whatever the position.
  const file = await storing(() => open(path, "r+").catch(() => open(path, "w+")));
  const part: Part = { file, hash: createHash("sha256"), bytes: 0, etag };
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  try {
    if ((await file.stat()).size === 0) return part;
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, buffer.length, part.bytes);
      if (bytesRead === 0) return part;
      part.hash.update(buffer.subarray(0, bytesRead));
      part.bytes += bytesRead;
    }
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Empties the part; what comes next belongs to the version `etag`. */
async function restart(part: Part, etag: string | null, options: FetchFileOptions): Promise<void> {
  if (part.bytes > 0) await storing(() => part.file.truncate(0));
  part.hash = createHash("sha256");
  part.bytes = 0;
  options.onProgress(0);
  if (part.etag === etag) return;
  // Before the bytes: after a crash the part must not be taken for one of another version.
  part.etag = etag;
  await options.onEtag(etag);
}

/** One request for what is missing. */
async function fetchRest(part: Part, options: FetchFileOptions): Promise<void> {
  const attempt = new AbortController();
  const stall = setTimeout(() => attempt.abort(stalled(options)), options.limits.stallMs);
  const signal = AbortSignal.any([options.signal, attempt.signal]);
  try {
    // If-Range: a version that has changed meanwhile comes whole instead of as a rest that does not match.
    const headers =
      part.bytes > 0 && part.etag !== null ? { range: `bytes=${part.bytes}-`, "if-range": part.etag } : {};
    const response = await options.open(headers, signal);
    await accept(response, part, options);
    for await (const chunk of response.body ?? []) {
      stall.refresh();
      if (part.bytes + chunk.length > options.bytes) throw wrongLength(options, "more");
      await storing(() => writeAll(part.file, chunk, part.bytes));
      part.hash.update(chunk);
      part.bytes += chunk.length;
      options.onProgress(part.bytes);
    }
    if (part.bytes < options.bytes) throw brokenOff(options);
  } catch (error) {
    if (options.signal.aborted) throw new OutriderError("cancelled", "The download was stopped.");
    if (attempt.signal.aborted) throw attempt.signal.reason;
    throw error instanceof OutriderError ? error : brokenOff(options, error);
  } finally {
    clearTimeout(stall);
    attempt.abort();
  }
}

/** Checks what the answer says of itself, and empties the part unless the answer is the rest of it. */
async function accept(response: Response, part: Part, options: FetchFileOptions): Promise<void> {
  const { status, headers } = response;
  const etag = headers.get("etag");
  if (status === 206) {
    const range = readContentRange(headers.get("content-range"));
    const continues =
      part.bytes > 0 && range?.start === part.bytes && range.total === options.bytes && etag === part.etag;
    if (continues) return;
    await restart(part, null, options);
    throw brokenOff(options, "the server sent another part than the one asked for");
  }
  if (status === 416) {
    await restart(part, null, options);
    throw brokenOff(options, "the server has no such part");
  }
  if (status !== 200) throw refusal(response, options.name, options.host);
  const length = headers.get("content-length");
  if (length !== null && Number(length) !== options.bytes) {
    throw wrongLength(options, Number(length) > options.bytes ? "more" : "less");
  }
  // A weak tag does not promise the same bytes.
  await restart(part, etag === null || etag.startsWith("W/") ? null : etag, options);
}

async function writeAll(file: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < chunk.length; ) {
    written += (await file.write(chunk, written, chunk.length - written, position + written)).bytesWritten;
  }
}

/**
 * @throws OutriderError storage where the file system says it has no room for so many bytes; one that does not say may
 *   still run full later
 */
export async function checkSpace(path: string, bytes: number, name: string): Promise<void> {
  const place = await statfs(dirname(path)).catch(() => null);
  const free = place === null ? null : place.bavail * place.bsize;
  if (free !== null && free < bytes + SPARE_BYTES) {
    throw new OutriderError(
      "storage",
      `${name} needs ${megabytes(bytes)} more, but only ${megabytes(free)} are free where models are kept. Free some space, or choose a smaller quantisation.`,
    );
  }
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString("en-US")} MB`;
}

/** What may be better at the next attempt. */
function mayPass(error: unknown): boolean {
  return error instanceof OutriderError && error.kind === "network" && !isLasting(error);
}

function stalled({ host, name, limits }: FetchFileOptions): OutriderError {
  return new OutriderError(
    "network",
    `${host} has sent nothing of ${name} for ${Math.round(limits.stallMs / 1000)} s. What is there is kept; go on later.`,
  );
}

function brokenOff({ host, name }: FetchFileOptions, cause?: unknown): OutriderError {
  const why = cause === undefined ? "" : ` (${messageOf(cause)})`;
  return new OutriderError(
    "network",
    `The connection to ${host} broke off in the middle of ${name}${why}. What is there is kept; go on later.`,
    { cause },
  );
}

function wrongLength({ host, name, bytes }: FetchFileOptions, than: "more" | "less"): OutriderError {
  return lasting(
    new OutriderError(
      "network",
      `${host} sends ${than} than the ${bytes.toLocaleString("en-US")} bytes that ${name} is listed with, so it is not taken. Try again later.`,
    ),
  );
}

async function storing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    const full = cause instanceof Error && "code" in cause && cause.code === "ENOSPC";
    throw new OutriderError(
      "storage",
      full
        ? "The disk is full. What is downloaded is kept: free some space, then go on."
        : `The download cannot be written: ${messageOf(cause)}. Check the models folder and its permissions, then go on.`,
      { cause },
    );
  }
}
