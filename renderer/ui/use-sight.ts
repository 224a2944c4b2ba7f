import { type RefObject, useLayoutEffect, useState } from "react";

/** In CSS pixels. */
export interface Sight {
  /** How far it is scrolled, rounded down to a whole step. */
  readonly top: number;
  readonly height: number;
}

/**
 * What of a scrolling element is in sight. It changes with each step and not with each pixel, so that a long list is
 * drawn again only when lines come into sight.
 * @param asleep while its place is known without looking: scrolling changes nothing here
 */
export function useSight(scroller: RefObject<HTMLElement | null>, step: number, asleep: boolean): Sight {
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(0);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = (): void => setHeight(element.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || asleep) return;
    const look = (): void => setTop(Math.floor(element.scrollTop / step) * step);
    look();
    element.addEventListener("scroll", look, { passive: true });
    return () => element.removeEventListener("scroll", look);
  }, [scroller, step, asleep]);

  return { top, height };
}
