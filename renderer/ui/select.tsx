import { Select as BaseSelect } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import { usePopupPlace } from "./popup-place.ts";
import styles from "./select.module.css";

interface SelectProps<Value extends string> {
  readonly id?: string;
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly describedBy?: string;
  /** As wide as its text, for tool bars. */
  readonly small?: boolean;
}

export function Select<Value extends string>(props: SelectProps<Value>) {
  const { id, label, value, options, onChange, describedBy, small = false } = props;
  return (
    <BaseSelect.Root
      items={options}
      value={value}
      onValueChange={(chosen) => {
        if (chosen !== null) onChange(chosen);
      }}
    >
      <BaseSelect.Trigger
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        className={styles.trigger}
        data-small={small}
      >
        <BaseSelect.Value />
        <ChevronsUpDown size="0.875rem" aria-hidden className={styles.chevrons} />
      </BaseSelect.Trigger>
      <BaseSelect.Portal container={usePopupPlace()}>
        <BaseSelect.Positioner className={styles.positioner} sideOffset={4} alignItemWithTrigger={false}>
          <BaseSelect.Popup className={styles.popup}>
            <BaseSelect.List>
              {options.map((option) => (
                <BaseSelect.Item key={option.value} value={option.value} className={styles.item}>
                  <BaseSelect.ItemText>{option.label}</BaseSelect.ItemText>
                  <BaseSelect.ItemIndicator>
                    <Check size="0.875rem" aria-hidden />
                  </BaseSelect.ItemIndicator>
                </BaseSelect.Item>
              ))}
            </BaseSelect.List>
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
}
