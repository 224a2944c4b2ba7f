import { useEffect } from "react";
import type { PairChoice } from "../../../contract/models.ts";
import { useModels, usePair, useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { draftOptions } from "./draft-options.ts";
import { modelLabel } from "./model-label.ts";
import { ModelName } from "./model-name.tsx";
import { type ModelChoice, ModelPicker } from "./model-picker.tsx";
import styles from "./pair-bar.module.css";
import { useSelectPair } from "./use-select-pair.ts";

const OFF = "";
const off: ModelChoice = {
  value: OFF,
  name: strings.pair.off,
  tag: "",
  remark: strings.pair.offMeaning,
  disabled: false,
};

export function DraftPicker({ choice }: { readonly choice: PairChoice | null }) {
  const session = useSession();
  const models = useModels((state) => state.models);
  const targetId = choice?.targetId ?? null;
  const fits = useModels((state) => (targetId === null ? undefined : state.fitsByTarget[targetId]));
  const select = useSelectPair();
  const draftId = choice?.draftId ?? null;
  const draft = models.find((model) => model.id === draftId);
  const options = draftOptions(models, targetId, fits);

  useEffect(() => {
    if (targetId !== null && fits === undefined) void session.models.getState().loadFits(targetId);
  }, [targetId, fits, session]);

  return (
    <ModelPicker
      label={strings.pair.draft}
      state={
        <FitRemark fits={options.find((option) => option.model.id === draftId)?.fits} known={fits?.state === "known"} />
      }
      value={draftId ?? OFF}
      shown={draft === undefined ? (draftId ?? strings.pair.off) : <ModelName model={draft} />}
      choices={[
        off,
        ...options.map(({ model, obstacle }) => {
          const label = modelLabel(model);
          return {
            value: model.id,
            name: label.name,
            tag: label.quantization,
            remark: obstacle ?? label.size,
            disabled: obstacle !== null,
          };
        }),
      ]}
      onChoose={(chosen) => {
        if (targetId !== null) void select({ targetId, draftId: chosen === OFF ? null : chosen });
      }}
    />
  );
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
