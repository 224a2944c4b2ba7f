import { createEngine } from "../../engine/index.ts";

const engine = await createEngine({
  target: "native-models/smollm2-135m-instruct-q4_1.gguf",
  draft: "native-models/smollm2-135m-instruct-draft-4l-q8_0.gguf",
});

const reply = engine.generate({ prompt: "Explain gravity in simple terms.", decoding: { k: 4, maxTokens: 32 } });
for await (const round of reply) {
  const verdicts = round.drafted.map((token) => `${token.text} ${token.verdict}`);
  console.log(verdicts.join(", "), "->", round.emitted.map((token) => token.text).join(""));
}

const { text, acceptanceRate, blockEfficiency } = await reply.summary;
console.log(text, { acceptanceRate, blockEfficiency }, engine.stats);
await engine.dispose();
