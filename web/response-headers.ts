import { pageHeaders } from "../host/page/page-headers.ts";

/** Sent with every answer of the web version, refusals too. */
export const responseHeaders = {
  ...pageHeaders,
  // Also keeps pages of other origins out of the page's process.
  "Cross-Origin-Embedder-Policy": "require-corp",
  // The files belong to this build only, and what one session sees is none of a cache's business.
  "Cache-Control": "no-store",
} as const;
