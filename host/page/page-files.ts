import { readFile, realpath } from "node:fs/promises";
import { extname, join, sep } from "node:path";

const PAGE = "index.html";

const contentTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
};

/** A file of the built page, ready to be answered with. */
export interface PageFile {
  /** Its Content-Type. */
  readonly type: string;
  readonly content: Buffer;
}

/**
 * The path below the page's folder that an address's path names, as segments; null where it names nothing of ours.
 * Decoding happens once, after splitting, so that an encoded slash or backslash cannot become a separator.
 */
export function pageFileSegments(pathname: string): readonly string[] | null {
  if (pathname === "/" || pathname === "") return [PAGE];
  const segments = pathname.slice(1).split("/").map(decodeSegment);
  return segments.every((segment): segment is string => segment !== null) ? segments : null;
}

function decodeSegment(segment: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(segment);
  } catch {
    return null;
  }
  // The colon stands for Windows: drive letters and alternate streams.
  const isPlainName = decoded !== "" && decoded !== "." && decoded !== ".." && !/[/\\:\0]/.test(decoded);
  return isPlainName ? decoded : null;
}

/**
 * The file of the page behind an address's path; null where there is none inside the folder, however the path tries to
 * get out of it. Missing, a folder, unreadable: who asks learns no more than that.
 */
export async function readPageFile(folder: string, pathname: string): Promise<PageFile | null> {
  const segments = pageFileSegments(pathname);
  if (segments === null) return null;
  try {
    const root = await realpath(folder);
    // SECURITY: links are followed before the check, so that a link inside the folder cannot lead out of it.
    const file = await realpath(join(root, ...segments));
    if (!file.startsWith(root + sep)) return null;
    const type = contentTypes[extname(file).toLowerCase()] ?? "application/octet-stream";
    return { type, content: await readFile(file) };
  } catch {
    return null;
  }
}
