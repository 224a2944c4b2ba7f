import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { pageHeaders } from "../../../host/page/page-headers.ts";
import { projectRoot } from "../../../scripts/project-root.ts";

export interface PreviewServer {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
};

/** The renderer over the scripted host, built afresh and served under the page's own policy. */
export async function servePreview(): Promise<PreviewServer> {
  await build({
    configFile: fileURLToPath(new URL("../../renderer/preview/vite.config.ts", import.meta.url)),
    logLevel: "error",
  });
  const folder = join(projectRoot, "dist", "preview");
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const name = pathname === "/" ? "index.html" : pathname;
    readFile(join(folder, name)).then(
      (content) => {
        response.writeHead(200, { ...pageHeaders, "Content-Type": types[extname(name)] ?? "application/octet-stream" });
        response.end(content);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the preview has no port");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
