import { verifyModels } from "./models/verification.ts";
import { runScript } from "./run-script.ts";
import { conclude, runVitest } from "./testing/run-suites.ts";

await runScript(async () => {
  await verifyModels();
  conclude([await runVitest("slow", { environment: { UV_THREADPOOL_SIZE: "1" } })]);
});
