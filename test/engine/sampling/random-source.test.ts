import { expect, test } from "vitest";
import { createRandomSource } from "../../../engine/sampling/random-source.ts";
import { fitOf } from "../../../engine/verification/chi-square.ts";

test.each([
  // From the reference C programs of SplitMix64 and xoshiro128**, put together as the doc comment says.
  { seed: 0, numbers: [0.87025477440427201, 0.66979715053109778, 0.36165862067339571, 0.75919063867070502] },
  { seed: 1, numbers: [0.3946724931250869, 0.14775008893546571, 0.16688351314326166, 0.87956302338214354] },
  {
    seed: 0xffff_ffff,
    numbers: [0.077113997461914163, 0.63611329651506121, 0.0047647886090912417, 0.026845392541847701],
  },
])("seed $seed gives the numbers of the reference programs", ({ seed, numbers }) => {
  const random = createRandomSource(seed);
  expect(numbers.map(() => random.next())).toEqual(numbers);
});

test("numbers spread evenly over [0, 1)", () => {
  const random = createRandomSource(42);
  const counts = new Map<string, number>();
  for (let draw = 0; draw < 100_000; draw++) {
    const number = random.next();
    expect(number >= 0 && number < 1).toBe(true);
    const slot = String(Math.floor(number * 64));
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
  }
  const even = new Map(Array.from({ length: 64 }, (_, slot) => [String(slot), 1 / 64]));
  expect(fitOf(counts, even)).toMatchObject({ plausible: true });
});
