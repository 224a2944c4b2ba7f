import { useId } from "react";
import { Select } from "../../ui/select.tsx";
import { SettingRow } from "./setting-row.tsx";

interface ChoiceSettingProps<Value extends string> {
  readonly label: string;
  readonly hint: string;
  readonly value: Value;
  /** Every value with its name. */
  readonly names: Readonly<Record<Value, string>>;
  readonly onChoose: (value: Value) => void;
}

export function ChoiceSetting<Value extends string>(props: ChoiceSettingProps<Value>) {
  const { label, hint, value, names, onChoose } = props;
  const id = useId();
  // Safe: the keys of a record of Value are Values; Object.keys only promises strings.
  const values = Object.keys(names) as Value[];
  return (
    <SettingRow label={label} hint={hint} hintId={`${id}-hint`}>
      <Select
        label={label}
        value={value}
        describedBy={`${id}-hint`}
        options={values.map((option) => ({ value: option, label: names[option] }))}
        onChange={onChoose}
      />
    </SettingRow>
  );
}
