import { describe, expect, it } from "vitest";
import { shownPath } from "../../../../renderer/features/settings/shown-path.ts";

describe("shownPath", () => {
  it.each([
    ["/home/ada/models/a.gguf", "/home/ada", "~/models/a.gguf"],
    ["/home/ada", "/home/ada", "~"],
    ["C:\\Users\\Ada\\models", "C:\\Users\\Ada", "~\\models"],
    ["/home/adaline/models", "/home/ada", "/home/adaline/models"],
    ["/srv/models", "/home/ada", "/srv/models"],
    ["/srv/models", "", "/srv/models"],
    ["/srv/models", "/", "/srv/models"],
  ])("%s with the home %s is %s", (path, home, shown) => {
    expect(shownPath(path, home)).toBe(shown);
  });
});
