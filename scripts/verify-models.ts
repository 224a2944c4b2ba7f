import { verifyModels } from "./models/verification.ts";
import { runScript } from "./run-script.ts";

await runScript(async () => {
  await verifyModels();
  process.stdout.write("The bundled models are whole.\n");
});
