import { repositoryNameSchema } from "../../contract/downloads.ts";
import { OutriderError } from "../../contract/outrider-error.ts";

export const DEFAULT_ENDPOINT = "https://huggingface.co";
const shortHosts: readonly string[] = ["huggingface.co", "www.huggingface.co", "hf.co"];

/** What a pasted address names. */
export interface HubAddress {
  readonly repository: string;
  /** Branch, tag or commit; null: the default branch. */
  readonly revision: string | null;
  /** Null: the whole repository. */
  readonly file: string | null;
}

/**
 * Reads `owner/name`, `owner/name/path/file.gguf`, or the address of a repository's or a file's page or download.
 *
 * @param endpoint the hub in use: its own addresses and Hugging Face's are understood, and nothing else, so that no page
 *   can make the host ask any server of its choosing
 * @throws OutriderError invalid-input
 */
export function parseHubAddress(text: string, endpoint: string): HubAddress {
  const parts = partsOf(text.trim(), endpoint);
  const [owner = "", name = "", view, ...rest] = parts;
  const repository = `${owner}/${name}`;
  if (!repositoryNameSchema.safeParse(repository).success || parts.some((part) => part === ".." || part === ".")) {
    throw notUnderstood(text);
  }
  if (view === undefined) return { repository, revision: null, file: null };
  if (view === "tree" || view === "blob" || view === "resolve") {
    const [revision = "", ...path] = rest;
    if (revision === "") throw notUnderstood(text);
    return { repository, revision, file: view === "tree" || path.length === 0 ? null : path.join("/") };
  }
  const file = [view, ...rest].join("/");
  if (!/\.gguf$/iu.test(file)) throw notUnderstood(text);
  return { repository, revision: null, file };
}

function partsOf(text: string, endpoint: string): string[] {
  const address = /^(hf\.co|huggingface\.co)\//iu.test(text) ? `https://${text}` : text;
  if (!/^[a-z]+:/iu.test(address)) return split(address);
  const url = URL.canParse(address) ? new URL(address) : null;
  const known = url !== null && (url.host === new URL(endpoint).host || shortHosts.includes(url.host));
  if (url === null || !known) throw notUnderstood(text);
  return split(url.pathname);
}

function split(path: string): string[] {
  return path
    .split("/")
    .filter((part) => part !== "")
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });
}

function notUnderstood(text: string): OutriderError {
  return new OutriderError(
    "invalid-input",
    `"${text.slice(0, 200)}" is no address of a model. Paste that of a repository or a GGUF file on Hugging Face, or write owner/name.`,
  );
}
