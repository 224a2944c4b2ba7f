import type { Page } from "playwright-core";

export interface ScrollPlan {
  /** The element that scrolls is the nearest one around this. */
  readonly inside: string;
  readonly frames: number;
  /** CSS pixels a frame; null: from the beginning to the end in equal leaps, as by dragging the scroll bar. */
  readonly step: number | null;
}

/** Scrolls by script, once a frame: what the page does about it is the same as with a wheel, and each run alike. */
export async function scrollThrough(page: Page, { inside, frames, step }: ScrollPlan): Promise<void> {
  await page.evaluate(
    async ([selector, count, pixels]) => {
      let scroller = document.querySelector(selector)?.parentElement ?? null;
      while (scroller !== null && scroller.scrollHeight - scroller.clientHeight < 1_000)
        scroller = scroller.parentElement;
      if (scroller === null) throw new Error(`Nothing scrolls around ${selector}.`);
      const end = scroller.scrollHeight - scroller.clientHeight;
      const by = pixels ?? end / count;
      scroller.scrollTop = pixels === null ? 0 : end / 2;
      for (let frame = 0; frame < count; frame++) {
        await new Promise(requestAnimationFrame);
        scroller.scrollTop += by;
      }
      await new Promise(requestAnimationFrame);
    },
    [inside, frames, step] as const,
  );
}
