/** The command line compares real headers in a real engine process. No weights are loaded: the mutants have none. */
import { mkdtemp, open, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundledDraft } from "../engine/fixtures/bundled-pair.ts";
import { runOutrider } from "./run-outrider.ts";

const TARGET = "smollm2-135m-instruct-q4_1";
const DRAFT = "smollm2-135m-instruct-draft-4l-q8_0";
const HEADER_BYTES = 2 ** 21;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outrider-pair-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** The draft's header with bytes of it replaced by as many others; its weights are a hole in the file. */
async function mutant(name: string, find: Buffer, replacement: Buffer): Promise<string> {
  const file = await open(bundledDraft);
  const header = Buffer.alloc(HEADER_BYTES);
  await file.read(header, 0, HEADER_BYTES, 0);
  const { size } = await file.stat();
  await file.close();
  const at = header.indexOf(find);
  expect(at).toBeGreaterThan(0);
  replacement.copy(header, at);
  const path = join(folder, name);
  await writeFile(path, header);
  await truncate(path, size);
  return path;
}

async function pair(draft: string): Promise<unknown> {
  const environment = { OUTRIDER_DATA: join(folder, "data") };
  const { exitCode, output, complaints } = await runOutrider(["pair", TARGET, draft, "--json"], { environment });
  expect({ exitCode, complaints }).toEqual({ exitCode: 0, complaints: "" });
  return JSON.parse(output);
}

/** A text as GGUF has it: its length, then its bytes. */
function text(value: string): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(value.length));
  return Buffer.concat([length, Buffer.from(value)]);
}

describe("outrider pair --json", () => {
  it("says that the bundled pair fits", async () => {
    expect(await pair(DRAFT)).toEqual({
      fits: true,
      reason: null,
      differences: [],
      sizeRatio: expect.closeTo(0.3157, 4),
    });
  });

  it("names the token that differs", async () => {
    // Tokens 99 to 101 are the letters s, t and u.
    const draft = await mutant(
      "renamed.gguf",
      Buffer.concat([text("s"), text("t"), text("u")]),
      Buffer.concat([text("s"), text("!"), text("u")]),
    );
    expect(await pair(draft)).toMatchObject({
      fits: false,
      reason: expect.stringMatching(
        /^Token 100 differs: "t" in smollm2-135m-instruct-q4_1\.gguf, "!" in renamed\.gguf\. /,
      ),
      differences: [{ id: 100, target: "t", draft: "!" }],
    });
  });

  it("refuses what is no model with a sentence on stderr", async () => {
    await writeFile(join(folder, "letter.gguf"), "Dear neighbour");
    const { exitCode, complaints } = await runOutrider(["pair", TARGET, join(folder, "letter.gguf")]);
    expect({ exitCode, complaints: complaints.trimEnd() }).toEqual({
      exitCode: 2,
      complaints: expect.stringMatching(/^letter\.gguf is not a GGUF file: /),
    });
  });

  it("wants two names", async () => {
    const { exitCode, complaints } = await runOutrider(["pair", TARGET]);
    expect({ exitCode, complaints }).toEqual({ exitCode: 2, complaints: expect.stringContaining("Name two models") });
  });
});
