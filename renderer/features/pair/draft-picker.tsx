import { useEffect } from "react";
import type { DrafterChoice } from "../../../contract/decoding.ts";
import type { ModelEntry, ModelId, PairChoice } from "../../../contract/models.ts";
import { useModels, usePair, useSession, useSettings } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { useUpdateSettings } from "../settings/use-update-settings.ts";
import { draftOptions } from "./draft-options.ts";
import { modelLabel } from "./model-label.ts";
import { ModelName } from "./model-name.tsx";
import { type ModelChoice, ModelPicker } from "./model-picker.tsx";
import styles from "./pair-bar.module.css";
import { useSelectPair } from "./use-select-pair.ts";

/** Values beside the ids of models; no file name begins with a colon. */
const OFF = ":off";
const LOOKUP = ":lookup";

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
  const drafter = useSettings((state) => state.settings?.decoding.drafter ?? "model");
  const chooseDrafter = useChooseDrafter(choice);
  const options = draftOptions(models, targetId, fits);

  useEffect(() => {
    if (targetId !== null && fits === undefined) void session.models.getState().loadFits(targetId);
  }, [targetId, fits, session]);

  return (
    <ModelPicker
      label={strings.pair.draft}
      state={
        <FitRemark
          fits={usesModel(drafter) ? options.find((option) => option.model.id === draftId)?.fits : undefined}
          known={fits?.state === "known"}
        />
      }
      value={shownValue(drafter, draftId)}
      shown={<Shown drafter={drafter} draftId={draftId} draft={draft} />}
      choices={[
        ...withoutModel,
        ...options.map(({ model, obstacle, sizeRatio, warning }) => {
          const label = modelLabel(model);
          return {
            value: model.id,
            name: label.name,
            tag: label.quantization,
            remark: obstacle ?? strings.pair.draftRemark(label.size, sizeRatio, warning),
            disabled: obstacle !== null,
          };
        }),
      ]}
      onChoose={(chosen) => void chooseDrafter(chosen)}
    />
  );
}

function usesModel(drafter: DrafterChoice): boolean {
  return drafter === "model" || drafter === "lookup+model";
}

function shownValue(drafter: DrafterChoice, draftId: ModelId | null): string {
  if (drafter === "lookup") return LOOKUP;
  return drafter === "off" ? OFF : (draftId ?? OFF);
}

interface ShownProps {
  readonly drafter: DrafterChoice;
  readonly draftId: ModelId | null;
  readonly draft: ModelEntry | undefined;
}

function Shown({ drafter, draftId, draft }: ShownProps) {
  if (drafter === "lookup" || (drafter === "lookup+model" && draftId === null)) return strings.pair.lookup;
  if (drafter === "off" || draftId === null) return strings.pair.off;
  const name = draft === undefined ? draftId : <ModelName model={draft} />;
  return drafter === "lookup+model" ? (
    <>
      {strings.pair.lookup} + {name}
    </>
  ) : (
    name
  );
}

/** A model is loaded, or let go of, only where the pair becomes another one; looking up needs none. */
function useChooseDrafter(choice: PairChoice | null): (chosen: string) => Promise<void> {
  const session = useSession();
  const select = useSelectPair();
  const update = useUpdateSettings();
  return async (chosen) => {
    const decoding = session.settings.getState().settings?.decoding;
    if (decoding === undefined || choice === null) return;
    const drafter = chosen === LOOKUP ? "lookup" : decoding.drafter === "lookup+model" ? "lookup+model" : "model";
    if (drafter !== decoding.drafter || chosen === OFF) {
      await update({ decoding: { ...decoding, drafter: chosen === OFF ? "model" : drafter } });
    }
    const draftId = chosen === OFF ? null : chosen;
    if (chosen !== LOOKUP && draftId !== choice.draftId) await select({ targetId: choice.targetId, draftId });
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
