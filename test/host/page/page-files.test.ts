import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { type PageFile, pageFileSegments, readPageFile } from "../../../host/page/page-files.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

describe("what an address's path names", () => {
  it.each([
    ["", ["index.html"]],
    ["/", ["index.html"]],
    ["/index.html", ["index.html"]],
    ["/assets/a%20b.js", ["assets", "a b.js"]],
    ["/assets/%E2%82%AC.js", ["assets", "€.js"]],
  ])("%j is a file of ours", (pathname, segments) => {
    expect(pageFileSegments(pathname)).toEqual(segments);
  });

  it.each([
    "//etc/passwd",
    "/a//b",
    "/a/",
    "/../secret",
    "/a/../b",
    "/./a",
    "/%2e%2e/secret",
    "/..%2f..%2fetc%2fpasswd",
    "/..%5c..%5csecret",
    "/a\\b",
    "/%00",
    "/%zz",
    "/%ff",
    "/C:/windows/win.ini",
    "/file.txt::$DATA",
  ])("%s is nothing of ours", (pathname) => {
    expect(pageFileSegments(pathname)).toBeNull();
  });
});

describe("files of the page", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await temporaryFolder();
    await mkdir(join(folder, "page", "assets"), { recursive: true });
    // A neighbour whose path begins like the folder's.
    await mkdir(join(folder, "page-other"));
    await writeFile(join(folder, "page", "index.html"), "<p>page</p>");
    for (const name of ["main.js", "LOGO.SVG", "weights.bin"]) {
      await writeFile(join(folder, "page", "assets", name), name);
    }
    await writeFile(join(folder, "page-other", "secret.txt"), "secret");
    await symlink(join(folder, "page-other", "secret.txt"), join(folder, "page", "link.txt"));
    await symlink(join(folder, "page-other"), join(folder, "page", "links"));
  });

  const read = (pathname: string, from = "page"): Promise<PageFile | null> =>
    readPageFile(join(folder, from), pathname);

  it.each([
    ["/", "text/html; charset=utf-8", "<p>page</p>"],
    ["/assets/main.js", "text/javascript; charset=utf-8", "main.js"],
    ["/assets/LOGO.SVG", "image/svg+xml", "LOGO.SVG"],
    ["/assets/weights.bin", "application/octet-stream", "weights.bin"],
  ])("%s is served as %s", async (pathname, type, content) => {
    expect(await read(pathname)).toEqual({ type, content: Buffer.from(content) });
  });

  it.each(["/missing.js", "/assets", "/link.txt", "/links/secret.txt", "/../page-other/secret.txt"])(
    "%s is not served",
    async (pathname) => {
      expect(await read(pathname)).toBeNull();
    },
  );

  it("a link out of the folder is what is refused, not links", async () => {
    await symlink(join(folder, "page", "assets", "main.js"), join(folder, "page", "inside.js"));
    expect(await read("/inside.js")).not.toBeNull();
    await symlink(join(folder, "page"), join(folder, "page-link"));
    expect(await read("/", "page-link")).not.toBeNull();
  });

  it("a folder that is missing has no files", async () => {
    expect(await read("/", "nowhere")).toBeNull();
  });
});
