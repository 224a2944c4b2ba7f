import { readFile, realpath } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { appPage, parseAppUrl } from "./app-origin.ts";
import { securityHeaders } from "./response-headers.ts";

const contentTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
};

/**
 * The path below the renderer folder that an `app:` address names, as segments; null where it names nothing of ours.
 * Decoding happens once, after splitting, so that an encoded slash or backslash cannot become a separator.
 */
export function appFileSegments(address: string): readonly string[] | null {
  const url = parseAppUrl(address);
  if (url === null) return null;
  const pathname = url.pathname === "/" || url.pathname === "" ? new URL(appPage).pathname : url.pathname;
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

/** Answers requests to the app's scheme from the files in the renderer folder, and from nowhere else. */
export function createAppFileHandler(rendererFolder: string): (request: Request) => Promise<Response> {
  const root = realpath(rendererFolder);
  // A missing folder shows up as 404 answers; without this the rejection would be reported as unhandled before any.
  root.catch(() => undefined);

  return async (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") return plainAnswer(405, "Method not allowed");
    const segments = appFileSegments(request.url);
    if (segments === null) return plainAnswer(404, "Not found");
    try {
      const folder = await root;
      // SECURITY: links are followed before the check, so that a link inside the folder cannot lead out of it.
      const file = await realpath(join(folder, ...segments));
      if (!file.startsWith(folder + sep)) return plainAnswer(404, "Not found");
      const body = await readFile(file);
      const contentType = contentTypes[extname(file).toLowerCase()] ?? "application/octet-stream";
      return new Response(request.method === "HEAD" ? null : new Uint8Array(body), {
        headers: { ...securityHeaders, "Content-Type": contentType },
      });
    } catch {
      // Missing, a folder, unreadable: the page learns no more than that.
      return plainAnswer(404, "Not found");
    }
  };
}

function plainAnswer(status: number, text: string): Response {
  return new Response(text, { status, headers: { ...securityHeaders, "Content-Type": "text/plain; charset=utf-8" } });
}
