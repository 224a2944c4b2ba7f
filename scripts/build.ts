import { buildBundles } from "./bundles/build-bundles.ts";
import { runScript } from "./run-script.ts";

await runScript(() => buildBundles({ onBuild: (name) => process.stdout.write(`Building ${name}.\n`) }));
