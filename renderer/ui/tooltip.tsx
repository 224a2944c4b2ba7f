import { Tooltip as BaseTooltip } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";
import { usePopupPlace } from "./popup-place.ts";
import styles from "./tooltip.module.css";

interface TooltipProps {
  readonly text: ReactNode;
  /** The element the text belongs to; it has to take focus to be reachable by keyboard. */
  readonly children: ReactElement;
  readonly side?: "top" | "bottom" | "left" | "right";
}

/** A remark on hover and focus. Never the only place of something needed: touch screens do not show it. */
export function Tooltip({ text, children, side = "top" }: TooltipProps) {
  return (
    <BaseTooltip.Root>
      <BaseTooltip.Trigger render={children} />
      <BaseTooltip.Portal container={usePopupPlace()}>
        <BaseTooltip.Positioner side={side} sideOffset={6} className={styles.positioner}>
          <BaseTooltip.Popup className={styles.popup}>{text}</BaseTooltip.Popup>
        </BaseTooltip.Positioner>
      </BaseTooltip.Portal>
    </BaseTooltip.Root>
  );
}

/** Once around the app: tooltips next to each other follow without a delay. */
export function TooltipProvider({ children }: { readonly children: ReactNode }) {
  return <BaseTooltip.Provider delay={450}>{children}</BaseTooltip.Provider>;
}
