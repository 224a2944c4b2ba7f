import { useEffect } from "react";
import type { DrafterChoice } from "../../../contract/decoding.ts";
import type { ModelEntry, PairChoice } from "../../../contract/models.ts";
import { changeDecoding } from "../../store/change-decoding.ts";
import { useModels, usePair, useSession } from "../../store/session-context.tsx";
import { useDecoding } from "../../store/use-decoding.ts";
import { strings } from "../../strings.ts";
import { choiceOf, type DraftChoice, entryOf, LOOKUP, LOOKUP_THEN_MODEL, OFF, usesModel } from "./draft-choice.ts";
import { draftOptions } from "./draft-options.ts";
import { modelLabel } from "./model-label.ts";
import { ModelName } from "./model-name.tsx";
import { type ModelChoice, ModelPicker } from "./model-picker.tsx";
import styles from "./pair-bar.module.css";
import { useMeasuredCosts } from "./use-measured-costs.ts";
import { useSelectPair } from "./use-select-pair.ts";

const withoutModel: readonly ModelChoice[] = [
  { value: OFF, name: strings.pair.off, tag: "", remark: strings.pair.offMeaning, disabled: false },
  { value: LOOKUP, name: strings.pair.lookup, tag: "", remark: strings.pair.lookupMeaning, disabled: false },
];

export function DraftPicker({ choice }: { readonly choice: PairChoice | null }) {
  const session = useSession();
  const models = useModels((state) => state.models);
  const targetId = choice?.targetId ?? null;
  const fits = useModels((state) => (targetId === null ? undefined : state.fitsByTarget[targetId]));
  const draftId = choice?.draftId ?? null;
  const draft = models.find((model) => model.id === draftId);
  const drafter = useDecoding()?.drafter ?? "model";
  const choose = useChooseDrafter(choice, drafter);
  const options = draftOptions(models, targetId, fits, useMeasuredCosts(targetId));
  const present = { drafter, draftId };

  useEffect(() => {
    if (targetId !== null && fits === undefined) void session.models.getState().loadFits(targetId);
  }, [targetId, fits, session]);

  return (
    <ModelPicker
      label={strings.pair.draft}
      state={
        usesModel(present) ? (
          <FitRemark
            fits={options.find((option) => option.model.id === draftId)?.fits}
            known={fits?.state === "known"}
          />
        ) : null
      }
      value={entryOf(present)}
      shown={<Shown choice={present} draft={draft} />}
      choices={[
        ...withoutModel,
        ...(draft === undefined ? [] : [lookupThen(draft)]),
        ...options.map((option) => {
          const { model, obstacle } = option;
          const label = modelLabel(model);
          return {
            value: model.id,
            name: label.name,
            tag: label.quantization,
            remark: obstacle ?? strings.pair.draftRemark(label.size, option),
            disabled: obstacle !== null,
          };
        }),
      ]}
      onChoose={(entry) => void choose(entry)}
    />
  );
}

function lookupThen(draft: ModelEntry): ModelChoice {
  const name = strings.pair.lookupThen(modelLabel(draft).name);
  return { value: LOOKUP_THEN_MODEL, name, tag: "", remark: strings.pair.lookupThenMeaning, disabled: false };
}

interface ShownProps {
  readonly choice: DraftChoice;
  readonly draft: ModelEntry | undefined;
}

function Shown({ choice, draft }: ShownProps) {
  const entry = entryOf(choice);
  if (entry === OFF) return strings.pair.off;
  if (entry === LOOKUP) return strings.pair.lookup;
  const name = draft === undefined ? choice.draftId : <ModelName model={draft} />;
  return entry === LOOKUP_THEN_MODEL ? (
    <>
      {strings.pair.lookup} + {name}
    </>
  ) : (
    name
  );
}

/** A model is loaded, or let go of, only where the pair becomes another one; looking up needs none. */
function useChooseDrafter(choice: PairChoice | null, present: DrafterChoice): (entry: string) => Promise<void> {
  const session = useSession();
  const select = useSelectPair();
  return async (entry) => {
    if (choice === null) return;
    const { drafter, draftId } = choiceOf(entry, choice.draftId);
    const change = () => (drafter === present ? Promise.resolve() : changeDecoding(session, { drafter }));
    if (!(await session.notices.getState().attempt(strings.pair.drafterFailed, change))) return;
    if (draftId !== choice.draftId) await select({ targetId: choice.targetId, draftId });
  };
}

/** Whether the draft in force can serve the target; an engine that gave it up says so instead. */
function FitRemark({ fits, known }: { readonly fits: boolean | undefined; readonly known: boolean }) {
  const givenUp = usePair(({ pair }) => pair.state === "loaded" && pair.pair.draftProblem !== null);
  if (givenUp) return <span className={styles.bad}>· {strings.pair.notInUse}</span>;
  if (fits === undefined || !known) return null;
  return fits ? (
    <span className={styles.good}>· {strings.pair.fits}</span>
  ) : (
    <span className={styles.bad}>· {strings.pair.doesNotFit}</span>
  );
}
