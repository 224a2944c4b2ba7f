import type { LibraryPredictor, Loop } from "../../contract/benchmark.ts";
import {
  type Capture,
  captureSchema,
  type Decoding,
  type DrafterChoice,
  drafterChoiceSchema,
  type KChoice,
  kChoiceSchema,
} from "../../contract/decoding.ts";
import { invalid } from "../arguments/flags.ts";

/** One way to decode that is measured beside others. */
export type Arm =
  | {
      readonly kind: "outrider";
      readonly drafter: DrafterChoice;
      readonly k: KChoice;
      readonly capture: Capture;
    }
  | { readonly kind: "library"; readonly predictor: LibraryPredictor; readonly draftTokens: number | null };

/** What everything is compared with. */
export const PLAIN = "off";

const libraryNames: Readonly<Record<LibraryPredictor, string>> = {
  none: "library-plain",
  draft: "library-draft",
  lookup: "library-lookup",
};

/** Such as `off`, `model:3`, `lookup:auto`, `model:3@candidates`, `library-plain`, `library-draft:3`. */
export function armName(arm: Arm): string {
  if (arm.kind === "library") {
    return `${libraryNames[arm.predictor]}${arm.draftTokens === null ? "" : `:${arm.draftTokens}`}`;
  }
  const name = arm.drafter === "off" ? PLAIN : `${arm.drafter}:${arm.k}`;
  return arm.capture === "figures" ? name : `${name}@${arm.capture}`;
}

/** @throws OutriderError invalid-input where there is no such arm */
export function readArm(name: string): Arm {
  const [, base = "", length, capture = "figures"] = /^([^:@]+)(?::([^:@]+))?(?:@(.+))?$/.exec(name) ?? [];
  const library = Object.entries(libraryNames).find(([, libraryName]) => libraryName === base);
  const k = length === undefined ? null : kChoiceSchema.safeParse(/^\d+$/.test(length) ? Number(length) : length);
  const read = (): Arm | null => {
    if (k?.success === false) return null;
    if (library !== undefined) return capture === "figures" ? readLibraryArm(base, k?.data ?? null) : null;
    const drafter = drafterChoiceSchema.safeParse(base);
    const level = captureSchema.safeParse(capture);
    if (!drafter.success || !level.success || (drafter.data === "off") !== (k === null)) return null;
    return outriderArm(drafter.data, k?.data ?? 0, level.data);
  };
  const arm = read();
  if (arm !== null) return arm;
  throw invalid(
    `There is no arm "${name}": write ${PLAIN}, DRAFTER:K such as model:3 or lookup:auto, with @candidates behind it to record them, or ${Object.values(libraryNames).join(", ")}, library-draft:K.`,
  );
}

function readLibraryArm(base: string, k: KChoice | null): Arm | null {
  if (base === libraryNames.draft) {
    return k === "auto" || k === 0 ? null : { kind: "library", predictor: "draft", draftTokens: k };
  }
  if (k !== null) return null;
  return { kind: "library", predictor: base === libraryNames.none ? "none" : "lookup", draftTokens: null };
}

function outriderArm(drafter: DrafterChoice, k: KChoice, capture: Capture = "figures"): Arm {
  return drafter === "off" || k === 0
    ? { kind: "outrider", drafter: "off", k: 0, capture }
    : { kind: "outrider", drafter, k, capture };
}

export interface ArmWish {
  /** As typed; null: left out. */
  readonly arms: readonly string[] | null;
  readonly drafters: readonly DrafterChoice[] | null;
  readonly ks: readonly KChoice[] | null;
  readonly quick: boolean;
}

const everyArm = [
  "model:1",
  "model:3",
  "model:7",
  "model:auto",
  "lookup:7",
  "lookup:15",
  "lookup:auto",
  "lookup+model:auto",
  "off@candidates",
  "library-plain",
  "library-draft",
  "library-draft:3",
  "library-lookup",
];
const quickArms = ["model:3", "model:auto", "lookup:auto", "library-plain", "library-draft", "library-lookup"];
const defaultKs: readonly KChoice[] = [1, 3, 7, "auto"];
const defaultDrafters: readonly DrafterChoice[] = ["model", "lookup", "lookup+model"];

/**
 * The arms that were asked for, plain first, each once: by name, or every drafter with every k and the library's ways to
 * do the same.
 */
export function chooseArms({ arms, drafters, ks, quick }: ArmWish): readonly Arm[] {
  if (arms !== null && (drafters !== null || ks !== null)) {
    throw invalid("--arms names what is measured; leave --drafter and --k out.");
  }
  const names =
    arms ??
    (drafters === null && ks === null
      ? quick
        ? quickArms
        : everyArm
      : combine(drafters ?? defaultDrafters, ks ?? defaultKs));
  return [...new Set([PLAIN, ...names.map((name) => armName(readArm(name)))])].map(readArm);
}

function combine(drafters: readonly DrafterChoice[], ks: readonly KChoice[]): readonly string[] {
  const own = drafters.flatMap((drafter) => ks.map((k) => armName(outriderArm(drafter, k))));
  const drafts = drafters.some(usesDraft);
  const library = [
    libraryNames.none,
    ...(drafts ? [libraryNames.draft] : []),
    ...(drafts ? ks.filter((k) => typeof k === "number" && k > 0).map((k) => `${libraryNames.draft}:${k}`) : []),
    ...(drafters.some((drafter) => drafter.startsWith("lookup")) ? [libraryNames.lookup] : []),
  ];
  return [...own, ...library];
}

function usesDraft(drafter: DrafterChoice): boolean {
  return drafter === "model" || drafter === "lookup+model";
}

/** Whether the arm cannot be measured without a draft model. */
export function needsDraft(arm: Arm): boolean {
  return arm.kind === "library" ? arm.predictor === "draft" : usesDraft(arm.drafter);
}

/** What the engine is asked to measure. */
export function loopOf(arm: Arm, decoding: Decoding): Loop {
  if (arm.kind === "outrider") {
    return { kind: "outrider", decoding: { ...decoding, drafter: arm.drafter, k: arm.k, capture: arm.capture } };
  }
  return { ...arm, maxTokens: decoding.maxTokens };
}
