import { useEffect, useState } from "react";
import { useSettings } from "../store/session-context.tsx";

/** One rem in CSS pixels: larger where the user asked for larger text. Read once for each size: it makes the page compute its styles. */
export function useRem(): number {
  const textSize = useSettings((state) => state.settings?.textSize);
  const [pixels, setPixels] = useState(rem);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a rem depends on the size of the text.
  useEffect(() => {
    // The frame of the window sets the size in an effect as well, after this one.
    const frame = requestAnimationFrame(() => setPixels(rem()));
    return () => cancelAnimationFrame(frame);
  }, [textSize]);
  return pixels;
}

function rem(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}
