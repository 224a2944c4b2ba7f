import { assertNever } from "../../../contract/assert-never.ts";
import type { ModelEntry, ModelId, PairChoice } from "../../../contract/models.ts";
import { useModels } from "../../store/session-context.tsx";
import { useOpenChat } from "../../store/use-decoding.ts";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { usePairChoice } from "../pair/use-pair-choice.ts";
import { useSelectPair } from "../pair/use-select-pair.ts";
import { type LastUse, lastUseOf } from "./last-use.ts";
import styles from "./last-use-line.module.css";

/** Where the open chat was last used with another pair than the one that would answer now: which, and the way back. */
export function LastUseLine() {
  const chat = useOpenChat();
  const present = usePairChoice();
  const models = useModels((state) => state.models);
  const select = useSelectPair();
  if (chat === null) return null;
  const use = lastUseOf(chat, present, models);
  const nameOf = (id: ModelId): string => models.find((model) => model.id === id)?.name ?? id;
  const text = textOf(use, present, nameOf);
  if (text === null || use.kind === "same") return null;
  const { pair } = use;
  return (
    <p className={styles.line} role="note">
      <span>{text}</span>
      {pair === null ? null : (
        <Button small aria-label={strings.lastUse.loadLabel(pairName(pair, nameOf))} onClick={() => void select(pair)}>
          {strings.lastUse.load}
        </Button>
      )}
    </p>
  );
}

function textOf(use: LastUse, present: PairChoice | null, nameOf: (id: ModelId) => string): string | null {
  switch (use.kind) {
    case "same":
      return null;
    case "other":
      return strings.lastUse.usedWith(pairName(use.pair, nameOf));
    case "gone": {
      const gone = strings.lastUse.gone(use.missing.map(nameOf).join(", "));
      return present === null ? gone : `${gone} ${strings.lastUse.answers(pairName(present, nameOf))}`;
    }
    default:
      return assertNever(use, "last use of a chat");
  }
}

function pairName({ targetId, draftId }: PairChoice, nameOf: (id: ModelEntry["id"]) => string): string {
  return draftId === null ? nameOf(targetId) : strings.lastUse.and(nameOf(targetId), nameOf(draftId));
}
