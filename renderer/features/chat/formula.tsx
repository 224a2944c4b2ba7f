import katex from "katex";
import "katex/dist/katex.min.css";
import { type RefObject, useLayoutEffect, useRef } from "react";
import { classNames } from "../../ui/class-names.ts";
import styles from "./formula.module.css";

/** A longer formula stays as it was written. */
const LONGEST = 2000;

interface FormulaProps {
  readonly source: string;
  /** Set by itself rather than within a line. */
  readonly display: boolean;
}

/**
 * A formula of a reply. KaTeX builds its elements itself, out of no text that a browser would take for HTML; it follows
 * no link, loads nothing (`trust`) and is kept from growing beyond measure. What it cannot set stays as it was written.
 */
export function Formula({ source, display }: FormulaProps) {
  const place = useRef<HTMLSpanElement>(null);
  useFormula(place, source, display);
  return <span ref={place} className={classNames(styles.formula, display && styles.display)} />;
}

function useFormula(place: RefObject<HTMLSpanElement | null>, source: string, display: boolean): void {
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return;
    element.toggleAttribute("data-source", !setFormula(element, source, display));
  }, [place, source, display]);
}

/** False where it shows the source instead. */
function setFormula(element: HTMLElement, source: string, displayMode: boolean): boolean {
  try {
    if (source.length > LONGEST) throw new RangeError("too long");
    katex.render(source, element, {
      displayMode,
      throwOnError: true,
      trust: false,
      strict: "ignore",
      maxSize: 20,
      maxExpand: 100,
    });
    return true;
  } catch {
    element.textContent = source;
    return false;
  }
}
