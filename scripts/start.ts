/** `npm start`: Outrider in its window, or, where there can be none, in the browser. */
import { renderHelp } from "../cli/arguments/help-page.ts";
import { canShowBrowser } from "../web/open-browser.ts";
import { type BuildOptions, buildBundles } from "./bundles/build-bundles.ts";
import { verifyModels } from "./models/verification.ts";
import { runScript } from "./run-script.ts";
import { openWindow, provideElectron } from "./starting/electron-window.ts";
import { readStartOptions, type StartOptions, startHelp } from "./starting/start-options.ts";

await runScript(async () => {
  const options = readStartOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(renderHelp(startHelp, process.stdout.columns ?? null));
    return;
  }
  await verifyModels();
  const obstacle = options.web ? null : await tryWindow();
  if (options.web || obstacle !== null) await serveBrowser(options, obstacle);
});

/** Shows the window until it is closed; answers why it could not be shown, null where it was. */
async function tryWindow(): Promise<string | null> {
  if (!canShowBrowser()) return "There is no display";
  const electron = await provideElectron();
  if ("missing" in electron) return electron.missing;
  await build();
  const end = await openWindow(electron.path);
  if ("failed" in end) return end.failed;
  process.exitCode = end.exitCode;
  return null;
}

async function serveBrowser({ port, open }: StartOptions, obstacle: string | null): Promise<void> {
  if (obstacle !== null) process.stdout.write(`${obstacle}; serving the browser version instead.\n`);
  // The engine and the host run from their sources here.
  await build({ only: ["renderer"] });
  const words = [...(port === null ? [] : ["--port", String(port)]), ...(open ? [] : ["--no-open"])];
  process.argv.splice(2, process.argv.length, ...words);
  await import("../web/main.ts");
}

function build(options: BuildOptions = {}): Promise<void> {
  return buildBundles({ ...options, onBuild: (name) => process.stdout.write(`Building ${name}.\n`) });
}
