/** A reproducible stream of random numbers. */
export interface RandomSource {
  /** Uniform in [0, 1), with 53 random bits. */
  next(): number;
}

const TWO_TO_26 = 2 ** 26;
const TWO_TO_53 = 2 ** 53;

/**
 * xoshiro128** 1.1 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2018, public domain), its
 * state filled from the seed by SplitMix64 as its authors advise, two 32-bit outputs to a number. Same seed, same
 * numbers, on every machine.
 *
 * The decoding loop draws in this order, and nothing else does, which is what makes a seed repeat a reply: at
 * temperature > 0, one number for each drafted token that the draft samples, one for each drafted token that is tested,
 * and one for the correction, bonus or plain token that ends the round.
 *
 * @param seed a whole number, 0 or larger
 */
export function createRandomSource(seed: number): RandomSource {
  const state = stateFromSeed(seed);
  return {
    next() {
      const high = nextUint32(state) >>> 5;
      const low = nextUint32(state) >>> 6;
      return (high * TWO_TO_26 + low) / TWO_TO_53;
    },
  };
}

/** xoshiro128's four words. */
interface State {
  a: number;
  b: number;
  c: number;
  d: number;
}

function nextUint32(state: State): number {
  const result = Math.imul(rotateLeft(Math.imul(state.b, 5), 7), 9) >>> 0;
  const shifted = state.b << 9;
  state.c ^= state.a;
  state.d ^= state.b;
  state.b ^= state.c;
  state.a ^= state.d;
  state.c ^= shifted;
  state.d = rotateLeft(state.d, 11);
  return result;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function stateFromSeed(seed: number): State {
  let counter = BigInt(seed);
  const next = (): bigint => {
    counter = BigInt.asUintN(64, counter + 0x9e3779b97f4a7c15n);
    let mixed = counter;
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
    return mixed ^ (mixed >> 31n);
  };
  const first = next();
  const second = next();
  return { a: word(first), b: word(first >> 32n), c: word(second), d: word(second >> 32n) };
}

function word(bits: bigint): number {
  return Number(BigInt.asIntN(32, bits));
}
