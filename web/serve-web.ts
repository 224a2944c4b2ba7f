import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { OutriderError } from "../contract/outrider-error.ts";
import { createHost } from "../host/create-host.ts";
import { locateDataFolder, locateModelsFolder } from "../host/data-folder.ts";
import { readVersion } from "../host/version.ts";
import { canShowBrowser, openBrowser } from "./open-browser.ts";
import type { WebArguments } from "./web-arguments.ts";
import { startWebServer } from "./web-server.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Where lines go. */
export interface Terminal {
  readonly print: (line: string) => void;
  /** For what is not the answer to what was asked: notices, logs. */
  readonly tell: (line: string) => void;
}

/**
 * Runs the web version until the signal is aborted, then ends it in good order. The address stands on a line of its own,
 * so that programs find it.
 */
export async function serveWeb({ port, open }: WebArguments, terminal: Terminal, stop: AbortSignal): Promise<void> {
  const rendererFolder = join(root, "dist", "renderer");
  if (!existsSync(join(rendererFolder, "index.html"))) {
    throw new OutriderError(
      "not-found",
      "The page has not been built. Run `npm run build`, or start with `npm start -- --web`.",
    );
  }
  const dataFolder = locateDataFolder();
  const host = await createHost({
    version: readVersion(),
    shell: "web",
    actions: { openLink: async () => false },
    dataFolder,
    modelsFolder: locateModelsFolder(dataFolder),
    bundledFolder: join(root, "native-models"),
    ...(process.env.OUTRIDER_LOG === "debug"
      ? { onLog: ({ level, text }) => terminal.tell(`[${level}] ${text}`) }
      : {}),
  });
  try {
    for (const notice of host.notices) terminal.tell(notice);
    const server = await startWebServer({
      host,
      rendererFolder,
      ...(port === null ? {} : { port }),
      onFreshAddress: (address) => {
        terminal.print("The address before was used already. To open Outrider in another browser:");
        terminal.print(address);
      },
    });
    terminal.print("Outrider is running, for this computer only. Ctrl-C ends it. Open:");
    terminal.print(server.address());
    if (open && canShowBrowser()) openBrowser(server.address());
    await aborted(stop);
    await server.close();
  } finally {
    await host.close();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
