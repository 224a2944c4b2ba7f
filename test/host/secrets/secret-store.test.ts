import { readFile, stat } from "node:fs/promises";
import { platform } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createSecretStore } from "../../../host/secrets/secret-store.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

it("keeps a secret in a file that only its owner can read, and deletes it", async () => {
  const folder = await temporaryFolder();
  const store = createSecretStore(folder);
  expect(await store.read("hub-token")).toBeNull();
  await store.write("hub-token", "hf_secret");
  expect(await createSecretStore(folder).read("hub-token")).toBe("hf_secret");
  if (platform() !== "win32") expect((await stat(join(folder, "secrets.json"))).mode & 0o777).toBe(0o600);
  await store.write("hub-token", null);
  expect(await store.read("hub-token")).toBeNull();
  expect(await readFile(join(folder, "secrets.json"), "utf8")).not.toContain("hf_secret");
});

it("seals it where the system can, and has none where the seal is another user's", async () => {
  const folder = await temporaryFolder();
  const reverse = (text: string): string => [...text].reverse().join("");
  const store = createSecretStore(folder, { seal: reverse, unseal: reverse });
  await store.write("hub-token", "hf_secret");
  expect(await readFile(join(folder, "secrets.json"), "utf8")).not.toContain("hf_secret");
  expect(await store.read("hub-token")).toBe("hf_secret");
  const broken = createSecretStore(folder, {
    seal: reverse,
    unseal: () => {
      throw new Error("not yours");
    },
  });
  expect(await broken.read("hub-token")).toBeNull();
  expect(await createSecretStore(folder).read("hub-token")).toBeNull();
});
