import type { ComponentProps } from "react";
import styles from "./button.module.css";
import { classNames } from "./class-names.ts";

interface ButtonProps extends ComponentProps<"button"> {
  readonly look?: "plain" | "primary" | "danger" | "quiet";
  readonly small?: boolean;
}

export function Button({ look = "plain", small = false, className, type = "button", ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={classNames(styles.button, styles[look], small && styles.small, className)}
      {...rest}
    />
  );
}
