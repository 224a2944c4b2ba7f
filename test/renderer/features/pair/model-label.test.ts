import { expect, test } from "vitest";
import { modelLabel } from "../../../../renderer/features/pair/model-label.ts";
import { models } from "../../scripted-host/fixtures.ts";

test("a model is called what the host calls it, whatever its header says", () => {
  const { header } = models.target;
  if (header === null) throw new Error("the sample has no header");
  const model = { ...models.target, name: "SmolLM2 135M Instruct", header: { ...header, name: "Mix1 Ep2" } };
  expect(modelLabel(model).name).toBe("SmolLM2 135M Instruct");
});
