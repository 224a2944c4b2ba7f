import { type RefObject, useEffect } from "react";

/**
 * For a part of the window that stands beside the rest where there is room and lies over it where there is none. Laid
 * over, it takes the focus when it opens, and Escape closes it; closed, it gives the focus back to where it was.
 *
 * @param part can take the focus (tabIndex -1)
 * @param close has to be the same from render to render
 */
export function useOverlay(part: RefObject<HTMLElement | null>, open: boolean, close: () => void): void {
  useEffect(() => {
    const element = part.current;
    if (!open || element === null) return;
    const before = document.activeElement;
    if (liesOver(element)) element.focus();
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && !event.defaultPrevented && liesOver(element) && hasFocus(element)) close();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      // Once it is out of sight: what has the focus then has it by the user's will.
      requestAnimationFrame(() => {
        if (hasFocus(element) && before instanceof HTMLElement) before.focus();
      });
    };
  }, [part, open, close]);
}

function liesOver(element: HTMLElement): boolean {
  return /^(absolute|fixed)$/.test(getComputedStyle(element).position);
}

/** Nothing else has it, at least. */
function hasFocus(element: HTMLElement): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body || element.contains(activeElement);
}
