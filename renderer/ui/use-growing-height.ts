import { type RefObject, useLayoutEffect } from "react";

/** The box grows with its text, up to what the style sheet allows; `field-sizing` is too new for some windows. */
export function useGrowingHeight(box: RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height depends on the text.
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  }, [box, text]);
}
