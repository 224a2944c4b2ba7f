import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pageHeaders } from "../../../host/page/page-headers.ts";
import { createAppFileHandler } from "../../../main/security/app-files.ts";

describe("answers from the renderer folder", () => {
  let folder: string;
  let answer: (address: string, method?: string) => Promise<Response>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "outrider-app-files-"));
    await mkdir(join(folder, "renderer", "assets"), { recursive: true });
    // A neighbour whose path begins like the folder's.
    await mkdir(join(folder, "renderer-other"));
    await writeFile(join(folder, "renderer", "index.html"), "<p>page</p>");
    await writeFile(join(folder, "renderer", "assets", "app.js"), "export {};");
    await writeFile(join(folder, "renderer", "assets", "weights.bin"), "?");
    await writeFile(join(folder, "renderer-other", "secret.txt"), "secret");
    await symlink(join(folder, "renderer-other", "secret.txt"), join(folder, "renderer", "link.txt"));
    const handler = createAppFileHandler(join(folder, "renderer"));
    answer = (address, method = "GET") => handler(new Request(address, { method }));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("files with their type and the security headers", async () => {
    const page = await answer("app://outrider/");
    expect([page.status, page.headers.get("content-type"), await page.text()]).toEqual([
      200,
      "text/html; charset=utf-8",
      "<p>page</p>",
    ]);
    const script = await answer("app://outrider/assets/app.js");
    expect([script.status, script.headers.get("content-type")]).toEqual([200, "text/javascript; charset=utf-8"]);
    expect((await answer("app://outrider/assets/weights.bin")).headers.get("content-type")).toBe(
      "application/octet-stream",
    );
  });

  test("every answer carries the headers, errors too", async () => {
    for (const address of ["app://outrider/", "app://outrider/missing.js"]) {
      const { headers } = await answer(address);
      for (const [name, value] of Object.entries(pageHeaders)) expect(headers.get(name)).toBe(value);
    }
  });

  test.each([
    "app://outrider/missing.js",
    "app://outrider/assets",
    "app://outrider/link.txt",
    "app://outrider/../renderer-other/secret.txt",
    "app://outrider/..%2frenderer-other%2fsecret.txt",
    "app://other/index.html",
  ])("404 for %s", async (address) => {
    const response = await answer(address);
    expect([response.status, await response.text()]).toEqual([404, "Not found"]);
  });

  test("HEAD has no body, other methods are refused", async () => {
    const head = await answer("app://outrider/", "HEAD");
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect((await answer("app://outrider/", "POST")).status).toBe(405);
  });

  test("a renderer folder that is missing is a 404, not a crash", async () => {
    const handler = createAppFileHandler(join(folder, "nowhere"));
    expect((await handler(new Request("app://outrider/"))).status).toBe(404);
  });
});
