import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

/** How far from the end still counts as being there, in CSS pixels. */
const NEAR = 48;

/**
 * Keeps the end of something that grows in sight as long as the user is there; scrolling up lets go, scrolling back to
 * the end takes hold again.
 * @param initially whether it begins at its end
 */
export function useStickToEnd<Content extends HTMLElement>(
  initially: boolean,
): {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<Content | null>;
  /** Whether the end is kept in sight. */
  readonly following: boolean;
  readonly toEnd: () => void;
} {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<Content>(null);
  const [following, setFollowing] = useState(initially);
  const stuck = useRef(initially);

  useEffect(() => {
    const element = scroller.current;
    const grown = content.current;
    if (element === null || grown === null) return;
    let lastTop = element.scrollTop;
    let lastHeight = element.clientHeight;
    let lastContent = element.scrollHeight;
    const look = (): void => {
      const near = element.scrollHeight - element.scrollTop - element.clientHeight <= NEAR;
      const shrunk = element.scrollHeight < lastContent;
      // Only a movement upwards lets go: growing content, or a frame made smaller, takes the end away for a moment too.
      // Content that became shorter moves by itself, and may bring the end back into sight.
      if (near && (shrunk || element.scrollTop >= lastTop)) stuck.current = true;
      else if (element.scrollTop < lastTop && element.clientHeight === lastHeight && !shrunk) stuck.current = false;
      lastTop = element.scrollTop;
      lastHeight = element.clientHeight;
      lastContent = element.scrollHeight;
      setFollowing(stuck.current);
    };
    const observer = new ResizeObserver(() => {
      if (stuck.current) element.scrollTop = element.scrollHeight;
      look();
    });
    element.addEventListener("scroll", look, { passive: true });
    // With its padding: a list of which little is drawn grows by that alone.
    observer.observe(grown, { box: "border-box" });
    observer.observe(element);
    return () => {
      element.removeEventListener("scroll", look);
      observer.disconnect();
    };
  }, []);

  const toEnd = useCallback(() => {
    stuck.current = true;
    setFollowing(true);
    if (scroller.current !== null) scroller.current.scrollTop = scroller.current.scrollHeight;
  }, []);

  return { scroller, content, following, toEnd };
}
