import type { PairFit } from "../../contract/loading.ts";
import { describe } from "../gguf/describe.ts";
import { type GgufHeader, numberOf, textOf } from "../gguf/gguf-header.ts";
import { count, quote } from "../text/in-messages.ts";
import { architectureWithoutRollback } from "./rollback.ts";
import { type TokenizerRules, tokenizerRulesOf } from "./tokenizer-rules.ts";

/** llama.cpp's SPEC_VOCAB_MAX_SIZE_DIFFERENCE: families pad their vocabularies differently. */
const MAXIMUM_SIZE_DIFFERENCE = 128;
/** llama.cpp's SPEC_VOCAB_CHECK_START_TOKEN_ID: the first ones are control tokens that families rename. */
const FIRST_COMPARED_TOKEN = 5;
const SHOWN_DIFFERENCES = 8;

const CHOOSE_ANOTHER_DRAFT = "Choose a draft of the target's model family, or go without one.";

type Difference = Extract<PairFit, { fits: false }>["differences"][number];

/**
 * Whether a draft can serve a target: both must be able to take back tokens, and their vocabularies must be the same by
 * llama.cpp's rules (common_speculative_are_compatible, v0.5.0), because the two exchange token numbers, not text.
 *
 * @throws OutriderError model-unreadable where one of the files is no language model
 */
export function canDraftFor(target: GgufHeader, draft: GgufHeader): PairFit {
  const sizeRatio = describe(draft).parameters / describe(target).parameters;
  const stateProblem = problemOfState(target, draft);
  if (stateProblem !== null) {
    return { fits: false, reason: stateProblem, differences: [], sizeRatio };
  }
  const problem = problemOfTokenizer(target, draft) ?? problemOfSize(target, draft) ?? problemOfTokens(target, draft);
  return problem === null
    ? { fits: true, sizeRatio, warning: warningOf(target, draft, sizeRatio) }
    : {
        fits: false,
        reason: `${problem} ${CHOOSE_ANOTHER_DRAFT}`,
        differences: firstDifferences(target, draft),
        sizeRatio,
      };
}

/** What makes speculation a bad bargain although the two understand each other. */
function warningOf(target: GgufHeader, draft: GgufHeader, sizeRatio: number): string | null {
  const warnings = [
    ...(isMixtureOfExperts(target)
      ? [
          `${target.fileName} is a mixture of experts: a pass over several tokens reads more of its weights than a pass over one, so guesses save less and may cost time.`,
        ]
      : []),
    ...(sizeRatio >= 1
      ? [`${draft.fileName} is no smaller than ${target.fileName}, so its guesses cost as much as they can save.`]
      : []),
  ];
  return warnings.length === 0 ? null : warnings.join(" ");
}

function isMixtureOfExperts(header: GgufHeader): boolean {
  return (numberOf(header, `${textOf(header, "general.architecture")}.expert_count`) ?? 0) > 1;
}

function problemOfState(target: GgufHeader, draft: GgufHeader): string | null {
  const explain = (fileName: string, architecture: string, nextStep: string): string =>
    `${fileName} (${architecture}) keeps a running state that cannot go back over rejected tokens. ${nextStep}`;
  const ofTarget = architectureWithoutRollback(target);
  if (ofTarget !== null) {
    return explain(target.fileName, ofTarget, "Use it without a draft, or choose another target.");
  }
  const ofDraft = architectureWithoutRollback(draft);
  return ofDraft === null ? null : explain(draft.fileName, ofDraft, "Choose another draft.");
}

function problemOfTokenizer(target: GgufHeader, draft: GgufHeader): string | null {
  const ofTarget = tokenizerRulesOf(target);
  const ofDraft = tokenizerRulesOf(draft);
  if (ofTarget.kind !== ofDraft.kind) {
    return `${draft.fileName} has another kind of tokenizer (${ofDraft.kind}) than ${target.fileName} (${ofTarget.kind}).`;
  }
  const differs = (edge: "beginning" | "end", verb: string): string | null =>
    ofTarget[edge] === ofDraft[edge]
      ? null
      : `${draft.fileName} ${verb} every text with ${edgeToken(draft, ofDraft, edge)}, ${target.fileName} with ${edgeToken(target, ofTarget, edge)}.`;
  return differs("beginning", "begins") ?? differs("end", "ends");
}

function edgeToken(header: GgufHeader, rules: TokenizerRules, edge: "beginning" | "end"): string {
  const id = rules[edge];
  return id === null ? "no token of its own" : `token ${id} ${quote(header.tokens.at(id) ?? "")}`;
}

function problemOfSize(target: GgufHeader, draft: GgufHeader): string | null {
  return Math.abs(target.tokens.length - draft.tokens.length) <= MAXIMUM_SIZE_DIFFERENCE
    ? null
    : `The vocabulary of ${draft.fileName} has ${count(draft.tokens.length)} tokens, that of ${target.fileName} ${count(target.tokens.length)}; they may differ by ${MAXIMUM_SIZE_DIFFERENCE}.`;
}

function problemOfTokens(target: GgufHeader, draft: GgufHeader): string | null {
  const shared = Math.min(target.tokens.length, draft.tokens.length);
  let first: number | null = null;
  let differing = 0;
  for (let id = FIRST_COMPARED_TOKEN; id < shared; id++) {
    if (!target.tokens.agreesAt(id, draft.tokens)) {
      first ??= id;
      differing++;
    }
  }
  if (first === null) {
    return null;
  }
  const others = differing === 1 ? "" : `, and so do ${count(differing - 1)} more`;
  return `Token ${first} differs: ${quote(target.tokens.at(first) ?? "")} in ${target.fileName}, ${quote(draft.tokens.at(first) ?? "")} in ${draft.fileName}${others}.`;
}

/** Tokens that only one of the two has count as differing here. */
function firstDifferences(target: GgufHeader, draft: GgufHeader): Difference[] {
  const differences: Difference[] = [];
  const size = Math.max(target.tokens.length, draft.tokens.length);
  for (let id = FIRST_COMPARED_TOKEN; id < size && differences.length < SHOWN_DIFFERENCES; id++) {
    if (!target.tokens.agreesAt(id, draft.tokens)) {
      differences.push({ id, target: target.tokens.at(id) ?? null, draft: draft.tokens.at(id) ?? null });
    }
  }
  return differences;
}
