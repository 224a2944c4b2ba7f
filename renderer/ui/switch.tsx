import { Switch as BaseSwitch } from "@base-ui/react/switch";
import styles from "./switch.module.css";

interface SwitchProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** Where the label stands elsewhere on the page. */
  readonly hideLabel?: boolean;
}

export function Switch({ label, checked, onChange, hideLabel = false }: SwitchProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: Base UI's switch inside is the control.
    <label className={styles.label}>
      <BaseSwitch.Root checked={checked} onCheckedChange={onChange} className={styles.track}>
        <BaseSwitch.Thumb className={styles.thumb} />
      </BaseSwitch.Root>
      <span className={hideLabel ? "visually-hidden" : undefined}>{label}</span>
    </label>
  );
}
