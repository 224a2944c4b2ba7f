import { Select } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import { type ReactNode, useId } from "react";
import { usePopupPlace } from "../../ui/popup-place.ts";
import styles from "./model-picker.module.css";

export interface ModelChoice {
  readonly value: string;
  readonly name: string;
  /** The second line: size, or why it cannot be chosen. */
  readonly remark: string;
  readonly tag: string;
  readonly disabled: boolean;
}

interface ModelPickerProps {
  readonly label: string;
  /** Beside the label, such as `fits`. */
  readonly state: ReactNode;
  readonly value: string;
  readonly shown: ReactNode;
  readonly choices: readonly ModelChoice[];
  readonly onChoose: (value: string) => void;
}

/** A list of models to pick from. Those that cannot be chosen stay in the list and say why. */
export function ModelPicker({ label, state, value, shown, choices, onChoose }: ModelPickerProps) {
  const labelId = useId();
  const valueId = useId();
  return (
    <Select.Root
      value={value}
      onValueChange={(chosen) => {
        if (chosen !== null && chosen !== value) onChoose(chosen);
      }}
    >
      <Select.Trigger className={styles.trigger} aria-labelledby={`${labelId} ${valueId}`}>
        <span className={styles.label}>
          <span id={labelId}>{label}</span>
          {state}
        </span>
        <span id={valueId} className={styles.value}>
          {shown}
        </span>
        <ChevronsUpDown size="0.875rem" aria-hidden className={styles.chevrons} />
      </Select.Trigger>
      <Select.Portal container={usePopupPlace()}>
        <Select.Positioner className={styles.positioner} sideOffset={6} align="start" alignItemWithTrigger={false}>
          <Select.Popup className={styles.popup}>
            <Select.List>
              {choices.map((choice) => (
                <Select.Item
                  key={choice.value}
                  value={choice.value}
                  label={choice.name}
                  disabled={choice.disabled}
                  className={styles.item}
                >
                  <span className={styles.text}>
                    <Select.ItemText render={<span />} className={styles.name}>
                      {choice.name}
                    </Select.ItemText>
                    {choice.tag === "" ? null : <span className={styles.tag}>{choice.tag}</span>}
                    <span className={styles.remark}>{choice.remark}</span>
                  </span>
                  <Select.ItemIndicator className={styles.check}>
                    <Check size="0.9375rem" aria-hidden />
                  </Select.ItemIndicator>
                </Select.Item>
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}
