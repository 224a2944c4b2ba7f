import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

/** How far from the end still counts as being there, in CSS pixels. */
const NEAR = 48;

/**
 * Keeps the end of a growing page in sight as long as the user is there; scrolling up lets go, scrolling back to the
 * end takes hold again.
 */
export function useStickToEnd(): {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  /** Whether the end is out of sight. */
  readonly away: boolean;
  readonly toEnd: () => void;
} {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [away, setAway] = useState(false);
  const stuck = useRef(true);

  useEffect(() => {
    const element = scroller.current;
    const grown = content.current;
    if (element === null || grown === null) return;
    let lastTop = element.scrollTop;
    const onScroll = (): void => {
      const near = element.scrollHeight - element.scrollTop - element.clientHeight <= NEAR;
      // Only a movement upwards lets go: growing content also takes the end away for a moment.
      if (near) stuck.current = true;
      else if (element.scrollTop < lastTop) stuck.current = false;
      lastTop = element.scrollTop;
      setAway(!stuck.current);
    };
    const observer = new ResizeObserver(() => {
      if (stuck.current) element.scrollTop = element.scrollHeight;
    });
    element.addEventListener("scroll", onScroll, { passive: true });
    observer.observe(grown);
    observer.observe(element);
    return () => {
      element.removeEventListener("scroll", onScroll);
      observer.disconnect();
    };
  }, []);

  const toEnd = useCallback(() => {
    stuck.current = true;
    setAway(false);
    if (scroller.current !== null) scroller.current.scrollTop = scroller.current.scrollHeight;
  }, []);

  return { scroller, content, away, toEnd };
}
