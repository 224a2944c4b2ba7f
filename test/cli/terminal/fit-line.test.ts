import { expect, it } from "vitest";
import { fitLine } from "../../../cli/terminal/terminal.ts";

it.each([
  ["Loading model.gguf: 23 %", 80],
  ["Loading model.gguf: 23 %", 25],
  ["Loading model.gguf: 23 %", 24],
  ["Loading a-long-model-name.gguf: 23 %", 20],
])("%s in %s columns", (line, columns) => {
  const fitted = fitLine(line, columns);
  // One column stays free: a full row would move on to the next, where it could not be replaced.
  expect(fitted.length).toBeLessThan(columns);
  expect(fitted.endsWith("23 %")).toBe(true);
  expect(fitted.startsWith("Loading")).toBe(true);
  expect(fitted === line).toBe(line.length < columns);
});
