import { classNames } from "./class-names.ts";
import styles from "./meter.module.css";

interface MeterProps {
  /** 0 to 1; beyond it is drawn full. */
  readonly share: number;
  /** Left out where the figure beside it says it all. */
  readonly label?: string;
  readonly tone?: "quiet" | "accent" | "target" | "draft";
  readonly className?: string | undefined;
}

/** A thin bar for a share of a whole. The figure itself always stands beside it. */
export function Meter({ share, label, tone = "quiet", className }: MeterProps) {
  const bounded = Math.min(1, Math.max(0, share));
  return (
    <span
      className={classNames(styles.track, className)}
      {...(label === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
    >
      <span className={classNames(styles.fill, styles[tone])} style={{ width: `${bounded * 100}%` }} />
    </span>
  );
}
