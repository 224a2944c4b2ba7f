import { Menu } from "@base-ui/react/menu";
import { Check, type LucideIcon } from "lucide-react";
import type { ComponentProps, ReactElement, ReactNode } from "react";
import styles from "./action-menu.module.css";
import { usePopupPlace } from "./popup-place.ts";

interface ActionMenuProps {
  /** The button that opens it; its name is the menu's. */
  readonly trigger: ReactElement;
  /** Where the focus goes when it closes: back to the button unless false. */
  readonly finalFocus?: ComponentProps<typeof Menu.Popup>["finalFocus"];
  readonly children: ReactNode;
}

/** A menu of things to do behind a button. */
export function ActionMenu({ trigger, finalFocus, children }: ActionMenuProps) {
  return (
    <Menu.Root>
      <Menu.Trigger render={trigger} />
      <Menu.Portal container={usePopupPlace()}>
        <Menu.Positioner className={styles.positioner} sideOffset={4} align="end">
          <Menu.Popup className={styles.menu} finalFocus={finalFocus}>
            {children}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

interface ActionItemProps {
  readonly icon?: LucideIcon;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

export function ActionItem({ icon: Icon, onClick, children }: ActionItemProps) {
  return (
    <Menu.Item className={styles.item} onClick={onClick}>
      {Icon === undefined ? null : <Icon size="0.875rem" aria-hidden />}
      {children}
    </Menu.Item>
  );
}

interface ActionChoicesProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly onChoose: (value: string) => void;
}

/** Things of which one is in force. */
export function ActionChoices({ label, value, options, onChoose }: ActionChoicesProps) {
  return (
    <Menu.RadioGroup aria-label={label} value={value} onValueChange={(chosen) => onChoose(String(chosen))}>
      {options.map((option) => (
        <Menu.RadioItem key={option} value={option} className={styles.item} closeOnClick>
          {option}
          <Menu.RadioItemIndicator className={styles.check}>
            <Check size="0.875rem" aria-hidden />
          </Menu.RadioItemIndicator>
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

export function ActionSeparator() {
  return <Menu.Separator className={styles.separator} />;
}
