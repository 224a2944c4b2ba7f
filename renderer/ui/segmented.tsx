import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import styles from "./segmented.module.css";

interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

/** A choice between a few things that are all in sight. */
export function Segmented<Value extends string>({ label, value, options, onChange }: SegmentedProps<Value>) {
  return (
    <RadioGroup aria-label={label} value={value} onValueChange={onChange} className={styles.group}>
      {options.map((option) => (
        <Radio.Root key={option.value} value={option.value} aria-label={option.label} className={styles.option}>
          {option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
