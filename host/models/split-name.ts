import { basename, dirname, join } from "node:path";

/** The name of a GGUF file, taken apart. */
export interface GgufName {
  /** Without the ending and without the part's number. */
  readonly stem: string;
  /** From 1; a file that is not split is part 1 of 1. */
  readonly part: number;
  readonly parts: number;
}

/** All files of the model whose first, or only, file lies at that path. */
export function partPaths(path: string): string[] {
  const name = parseGgufName(basename(path));
  if (name === null || name.parts === 1) return [path];
  const number = (part: number): string => String(part).padStart(5, "0");
  return Array.from({ length: name.parts }, (_, index) =>
    join(dirname(path), `${name.stem}-${number(index + 1)}-of-${number(name.parts)}.gguf`),
  );
}

/** Null where the name is not that of a GGUF file. llama.cpp names the parts of a split model `stem-00001-of-00003.gguf`. */
export function parseGgufName(name: string): GgufName | null {
  const ending = /\.gguf$/i.exec(name);
  if (ending === null) return null;
  const base = name.slice(0, ending.index);
  const split = /^(.+)-(\d{5})-of-(\d{5})$/.exec(base);
  const [, stem, part, parts] = split ?? [];
  if (stem === undefined) return base === "" ? null : { stem: base, part: 1, parts: 1 };
  return { stem, part: Number(part), parts: Number(parts) };
}
