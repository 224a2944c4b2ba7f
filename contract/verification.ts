/** What `verify` finds out about a loaded pair: whether speculation keeps its promise with these models, on this computer. */
import { z } from "zod";
import { drafterChoiceSchema, kChoiceSchema } from "./decoding.ts";

export const verifyRequestSchema = z.object({
  /** Fewer settings and shorter replies. */
  quick: z.boolean().default(false),
});

/** How counts compare with what a distribution predicts: Pearson's chi-square test. */
export const fitSchema = z.object({
  /** p > 1e-3, and nothing impossible was drawn. */
  plausible: z.boolean(),
  chiSquare: z.number(),
  /** What it may be at the most. */
  critical: z.number(),
  /** How often a token came that p' rules out. */
  impossibleDraws: z.int(),
});
export type Fit = z.infer<typeof fitSchema>;

/** The first place where a greedy reply and the plain one differ. Logits of a pass of one token there. */
export const partingSchema = z.object({
  /** Tokens that the two replies share. */
  at: z.int(),
  /** Between the two tokens; null where one of the replies just ends. */
  gap: z.number().nullable(),
  /** The largest between a pass of one token and the pass that the reply made, over the vocabulary. */
  difference: z.number(),
  /** The gap is at most twice the difference: either token may win by the arithmetic alone. */
  nearTie: z.boolean(),
});
export type Parting = z.infer<typeof partingSchema>;

const passed = z.boolean();
const drafting = { drafter: drafterChoiceSchema, k: kChoiceSchema };

export const checkSchema = z.discriminatedUnion("kind", [
  /** Whether a pass of several tokens computes what passes of one token do, which decides what greedy replies can promise. */
  z.object({
    kind: z.literal("arithmetic"),
    passed,
    /** Of the text it was measured on. */
    tokens: z.int(),
    widths: z.array(z.int()),
    /** Largest over widths and vocabulary, in logits; 0: the same at every width. */
    difference: z.number(),
    /** Largest total variation between the next token's distributions, 0..1. */
    distance: z.number(),
  }),
  /** Greedy replies with a drafter are the plain ones, but for near ties. */
  z.object({
    kind: z.literal("greedy"),
    passed,
    ...drafting,
    tokens: z.int(),
    accepted: z.int(),
    tested: z.int(),
    partings: z.array(partingSchema),
  }),
  /** After every round of those replies the caches hold prompt + emitted - 1 tokens, and no others. */
  z.object({ kind: z.literal("caches"), passed, rounds: z.int(), wrongRounds: z.int() }),
  /** After drafted tokens were taken back the logits are those from before. */
  z.object({
    kind: z.literal("roll-back"),
    passed,
    model: z.enum(["target", "draft"]),
    tokens: z.int(),
    widths: z.array(z.int()),
    difference: z.number(),
    /** Between two equal passes with nothing in between; 0 wherever arithmetic is repeatable. */
    noise: z.number(),
  }),
  /** Sampled replies are spread as the target's p' says. */
  z.object({
    kind: z.literal("distribution"),
    passed,
    ...drafting,
    replies: z.int(),
    tokens: z.int(),
    accepted: z.int(),
    tested: z.int(),
    firstToken: fitSchema,
    /** All tokens, by the two orders in which a drafter's mistakes would show. */
    everyToken: z.array(fitSchema),
    /** Tokens after a round whose guesses were all accepted. */
    bonusToken: fitSchema,
    /** The draft model's first guess of each round, against the q' that it is said to be drawn from. */
    firstGuess: fitSchema,
  }),
]);
export type Check = z.infer<typeof checkSchema>;

export const verificationSchema = z.object({
  checks: z.array(checkSchema),
  /** Why nothing is drafted for this target, so that there is nothing to check; null: something is. */
  nothingDrafted: z.string().nullable(),
});
export type Verification = z.infer<typeof verificationSchema>;
