import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { chromiumPath, startChromium } from "./chromium.ts";
import { type PreviewServer, servePreview } from "./preview.ts";

export interface PreviewPages {
  /**
   * A page of the preview, once a message can be written in it.
   * @param query which scene, and how, such as `scene=chat&theme=dark`
   * @param prepare done to the page before anything is loaded into it
   */
  open(query: string, options: BrowserContextOptions, prepare?: (page: Page) => Promise<unknown>): Promise<Page>;
}

/** The preview in one browser for all tests of a suite: started before them, closed after them. */
export function usePreviewPages(): PreviewPages {
  let server: PreviewServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await servePreview();
    browser = await startChromium(chromiumPath ?? "");
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  return {
    async open(query, options, prepare) {
      const page = await browser.newPage(options);
      await prepare?.(page);
      await page.goto(`${server.origin}/?${query}`);
      await page.getByRole("textbox", { name: "Message" }).waitFor();
      return page;
    },
  };
}
