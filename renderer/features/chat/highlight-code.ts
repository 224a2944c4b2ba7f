import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import csharp from "highlight.js/lib/languages/csharp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import dockerfile from "highlight.js/lib/languages/dockerfile";
import go from "highlight.js/lib/languages/go";
import ini from "highlight.js/lib/languages/ini";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import kotlin from "highlight.js/lib/languages/kotlin";
import lua from "highlight.js/lib/languages/lua";
import makefile from "highlight.js/lib/languages/makefile";
import markdown from "highlight.js/lib/languages/markdown";
import php from "highlight.js/lib/languages/php";
import python from "highlight.js/lib/languages/python";
import ruby from "highlight.js/lib/languages/ruby";
import rust from "highlight.js/lib/languages/rust";
import shell from "highlight.js/lib/languages/shell";
import sql from "highlight.js/lib/languages/sql";
import swift from "highlight.js/lib/languages/swift";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { createLowlight } from "lowlight";

/** Code that is longer is shown without colours: while it streams it is read again with every frame. */
const LONGEST = 20_000;

const lowlight = createLowlight({
  bash,
  c,
  cpp,
  csharp,
  css,
  diff,
  dockerfile,
  go,
  ini,
  java,
  javascript,
  json,
  kotlin,
  lua,
  makefile,
  markdown,
  php,
  python,
  ruby,
  rust,
  shell,
  sql,
  swift,
  typescript,
  xml,
  yaml,
});

/** A run of code with the highlighter's names for what it is, outermost first; none for ordinary code. */
export interface CodeRun {
  readonly text: string;
  readonly names: readonly string[];
}

type Highlighted = ReturnType<typeof lowlight.highlight>["children"][number];
type HighlightedNode = Highlighted | Extract<Highlighted, { type: "element" }>["children"][number];

/** The code in runs that together are the code; a single one where the language is not known. */
export function highlightCode(code: string, language: string | null): readonly CodeRun[] {
  if (language === null || code.length > LONGEST || !lowlight.registered(language)) return [{ text: code, names: [] }];
  return lowlight.highlight(language, code).children.flatMap((node) => runsOf(node, []));
}

function runsOf(node: HighlightedNode, names: readonly string[]): readonly CodeRun[] {
  if (node.type === "text") return [{ text: node.value, names }];
  if (node.type !== "element") return [];
  const { className } = node.properties;
  const own = Array.isArray(className) ? className.map((name) => String(name).replace(/^hljs-/, "")) : [];
  return node.children.flatMap((child) => runsOf(child, [...names, ...own]));
}
