import type { PairChoice } from "../../../contract/models.ts";
import { useModels, useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { draftForTarget } from "./draft-options.ts";
import { modelLabel } from "./model-label.ts";
import { ModelName } from "./model-name.tsx";
import { ModelPicker } from "./model-picker.tsx";
import { PairState } from "./pair-state.tsx";
import { useSelectPair } from "./use-select-pair.ts";

export function TargetPicker({ choice }: { readonly choice: PairChoice | null }) {
  const session = useSession();
  const models = useModels((state) => state.models);
  const select = useSelectPair();
  const target = models.find((model) => model.id === choice?.targetId);

  const choose = async (targetId: string): Promise<void> => {
    const fits = await session.models.getState().loadFits(targetId);
    await select({ targetId, draftId: draftForTarget(choice?.draftId ?? null, targetId, fits) });
  };

  return (
    <ModelPicker
      label={strings.pair.target}
      state={<PairState />}
      value={choice?.targetId ?? ""}
      shown={target === undefined ? (choice?.targetId ?? strings.pair.chooseTarget) : <ModelName model={target} />}
      choices={models.map((model) => {
        const label = modelLabel(model);
        return {
          value: model.id,
          name: label.name,
          tag: label.quantization,
          remark: model.problem?.message ?? label.size,
          disabled: model.problem !== null,
        };
      })}
      onChoose={(targetId) => void choose(targetId)}
    />
  );
}
