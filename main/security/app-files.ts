import { readPageFile } from "../../host/page/page-files.ts";
import { pageHeaders } from "../../host/page/page-headers.ts";
import { parseAppUrl } from "./app-origin.ts";

/** Answers requests to the app's scheme from the files in the renderer folder, and from nowhere else. */
export function createAppFileHandler(rendererFolder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") return plainAnswer(405, "Method not allowed");
    const url = parseAppUrl(request.url);
    const file = url === null ? null : await readPageFile(rendererFolder, url.pathname);
    if (file === null) return plainAnswer(404, "Not found");
    return new Response(request.method === "HEAD" ? null : new Uint8Array(file.content), {
      headers: { ...pageHeaders, "Content-Type": file.type },
    });
  };
}

function plainAnswer(status: number, text: string): Response {
  return new Response(text, { status, headers: { ...pageHeaders, "Content-Type": "text/plain; charset=utf-8" } });
}
