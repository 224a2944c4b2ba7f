import { describe, expect, it } from "vitest";
import { createRecentLines } from "../../../host/engine/recent-lines.ts";

describe("createRecentLines", () => {
  it("puts lines together that arrive in pieces, also inside a character", () => {
    const log = createRecentLines(10);
    const write = log.stream();
    const bytes = Buffer.from("größe\nzwei\r\n");
    for (const byte of bytes) write(Buffer.from([byte]));
    expect(log.lines()).toEqual(["größe", "zwei"]);
  });

  it("keeps the last lines only, an unfinished one among them", () => {
    const log = createRecentLines(2);
    const write = log.stream();
    write(Buffer.from("one\ntwo\nthree\nfou"));
    expect(log.lines()).toEqual(["three", "fou"]);
  });

  it("keeps the streams apart", () => {
    const log = createRecentLines(10);
    const [out, err] = [log.stream(), log.stream()];
    out(Buffer.from("out "));
    err(Buffer.from("err\n"));
    out(Buffer.from("put\n"));
    expect(log.lines()).toEqual(["err", "out put"]);
  });

  it("does not grow with a process that never ends its line", () => {
    const log = createRecentLines(2);
    const write = log.stream();
    for (let chunk = 0; chunk < 1000; chunk++) write(Buffer.alloc(1000, "x"));
    expect(log.lines().join("").length).toBeLessThan(10_000);
  });
});
