import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";
import styles from "./icon-button.module.css";
import { Tooltip } from "./tooltip.tsx";

interface IconButtonProps extends Omit<ComponentProps<"button">, "children" | "aria-label"> {
  /** Its name for screen readers and its tooltip. */
  readonly label: string;
  readonly icon: LucideIcon;
  readonly side?: "top" | "bottom" | "left" | "right";
}

export function IconButton({ label, icon: Icon, side = "bottom", className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} side={side}>
      <button type="button" aria-label={label} className={classNames(styles.button, className)} {...rest}>
        <Icon size="1rem" strokeWidth={1.75} aria-hidden />
      </button>
    </Tooltip>
  );
}
