/**
 * One reply on record, round by round. The words are those of the design: a drafted token has a verdict, an emitted
 * token an origin; p and q are the models' own probabilities (softmax of the raw logits), p' and q' the warped ones.
 */
import { z } from "zod";

export const verdictSchema = z.enum(["accepted", "rejected", "untested"]);
export type Verdict = z.infer<typeof verdictSchema>;

export const originSchema = z.enum(["accepted", "correction", "bonus", "plain", "chosen"]);
export type Origin = z.infer<typeof originSchema>;

/** Who drafted: the draft model, a look-up in the text so far, or nobody. */
export const drafterSchema = z.enum(["model", "lookup", "off"]);
export type Drafter = z.infer<typeof drafterSchema>;

const probability = z.number().min(0).max(1);

/** The text a token adds to the reply. Token texts put together are the reply's text. */
const tokenText = {
  id: z.int().min(0),
  /** May be empty: half a character waits for its other half, a control token has no text. */
  text: z.string(),
  /** The token's own bytes as lower-case hex; only where they are not whole characters. */
  bytes: z.string().optional(),
  /** The vocabulary's name of a control token, such as `<|im_end|>`. */
  control: z.string().optional(),
};

export const candidateSchema = z.object({ ...tokenText, probability });
export type Candidate = z.infer<typeof candidateSchema>;

/** What rejection sampling used for one drafted token; only at temperature > 0. Nulls: the token was not tested. */
export const acceptanceSchema = z.object({
  /** p' of the target. */
  p: probability.nullable(),
  /** q' of the draft. */
  q: probability,
  /** min(1, p'/q'). */
  probability: probability.nullable(),
  /** The random number that decided: accepted when random * q' < p'. */
  random: probability.nullable(),
});
export type Acceptance = z.infer<typeof acceptanceSchema>;

export const draftedTokenSchema = z.object({
  ...tokenText,
  /** 1 where no model made the guess. */
  q: probability,
  /** Null where untested: the target's row there stands on a prefix that is not the reply's. */
  p: probability.nullable(),
  verdict: verdictSchema,
  acceptance: acceptanceSchema.optional(),
});
export type DraftedToken = z.infer<typeof draftedTokenSchema>;

export const emittedTokenSchema = z.object({
  ...tokenText,
  p: probability,
  origin: originSchema,
  /** Belongs to what a reasoning model thinks before it answers, tags included; always the first tokens of a reply. */
  thinking: z.literal(true).optional(),
});
export type EmittedToken = z.infer<typeof emittedTokenSchema>;

/** Top candidates at one position, best first; null where that model had nothing (valid) to say there. */
export const positionCandidatesSchema = z.object({
  target: z.array(candidateSchema).nullable(),
  draft: z.array(candidateSchema).nullable(),
});
export type PositionCandidates = z.infer<typeof positionCandidatesSchema>;

/** Why this round's k is what it is. */
export const paceReasonSchema = z.enum([
  /** The user's k. */
  "fixed",
  /** Auto: this k promised most tokens per millisecond. */
  "auto",
  /** Auto: a look-up drafts as many tokens as pay, by what it finds, up to this k. */
  "auto-lookup",
  /** Auto: drafting did not pay. */
  "auto-off",
  /** Auto: a round made to learn what drafting, or plain decoding, costs now. */
  "probe",
  /** `maxDraftTokens` is below k. */
  "draft-cap",
  /** Fewer tokens may still be emitted than k + 1. */
  "max-tokens",
  /** Fewer cells are left in the target's context than k + 1. */
  "context-end",
  /** The chat has outgrown the draft's context. */
  "draft-context-full",
  /** The draft failed to load or broke in mid-reply. */
  "draft-failed",
  /** k = 0, or no draft was asked for. */
  "off",
  /** The user picked the token: there was nothing to draft. */
  "chosen",
]);
export type PaceReason = z.infer<typeof paceReasonSchema>;

/** What ended the round. */
export const roundEndSchema = z.enum([
  "mismatch",
  "all-accepted",
  "plain",
  "end-of-generation",
  "stop-string",
  "max-tokens",
  /** The user picked what comes next: the token of this round, or, in a round that was cut short, the one after it. */
  "chosen",
]);
export type RoundEnd = z.infer<typeof roundEndSchema>;

/** Why fewer tokens were drafted than k. */
export const draftEndSchema = z.enum([
  /** The last guess ends the reply. */
  "end-of-generation",
  /** Look-up: nothing in the text so far reads like its end. */
  "nothing-found",
  /** The draft's best guess was less probable than `minDraftConfidence`. */
  "confidence",
  /** Auto: by what passes cost here and how often such guesses are kept, another one would not have paid. */
  "does-not-pay",
  /** There were fewer than `minDraftTokens`; none was sent. */
  "too-short",
]);
export type DraftEnd = z.infer<typeof draftEndSchema>;

/** The oldest turns no longer fitted the context and left it: the model was not given them (any more). */
export const contextShiftSchema = z.object({
  /** How many tokens the reply had by then; 0: they left before it began. */
  at: z.int().min(0),
  /** How many messages left, the system prompt not counted. */
  messages: z.int().min(1),
  /** How many tokens of the context that made free. */
  tokens: z.int().min(1),
});
export type ContextShift = z.infer<typeof contextShiftSchema>;

export const roundSchema = z.object({
  /** From 0. */
  index: z.int().min(0),
  /** Only where turns left the context just before this round. */
  shift: contextShiftSchema.optional(),
  /** How many tokens might be drafted. */
  k: z.int().min(0),
  reason: paceReasonSchema,
  drafter: drafterSchema,
  /** Only where fewer than k were drafted. */
  draftEnd: draftEndSchema.optional(),
  drafted: z.array(draftedTokenSchema),
  emitted: z.array(emittedTokenSchema),
  end: roundEndSchema,
  /**
   * Only at capture level `candidates`. Entry i < drafted.length belongs to drafted token i; one more entry belongs to
   * the bonus or plain token. The correction shares the entry of the rejected token it replaces.
   */
  candidates: z.array(positionCandidatesSchema).optional(),
  /** Milliseconds; overhead is what the round took beyond the two models' evaluations. */
  timing: z.object({ draftMs: z.number(), verifyMs: z.number(), overheadMs: z.number() }),
});
export type Round = z.infer<typeof roundSchema>;

export const finishReasonSchema = z.enum(["end-of-generation", "stop-string", "max-tokens", "context-end", "aborted"]);
export type FinishReason = z.infer<typeof finishReasonSchema>;

/** Something the user should know about a reply that is not a failure, such as a draft that stopped. */
export const noteSchema = z.object({
  code: z.enum(["draft-failed", "draft-context-full", "pair-mismatch", "no-rollback"]),
  text: z.string(),
});
export type Note = z.infer<typeof noteSchema>;
