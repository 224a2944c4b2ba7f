import { readFile, realpath } from "node:fs/promises";
import { extname, join, sep } from "node:path";

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
};

export interface StaticFile {
  readonly type: string;
  readonly content: Buffer;
}

/**
 * The file behind a request's path; null where there is none inside the folder, however the path tries to get out of it
 * (dots, encodings, links).
 */
export async function readStaticFile(folder: string, requestPath: string): Promise<StaticFile | null> {
  const path = decode(requestPath);
  if (path === null || path.includes("\0") || path.includes("\\")) return null;
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, path === "/" ? "index.html" : path));
    if (!file.startsWith(root + sep)) return null;
    const type = contentTypes[extname(file)] ?? "application/octet-stream";
    return { type, content: await readFile(file) };
  } catch {
    return null;
  }
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
