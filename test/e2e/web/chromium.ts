import { type Browser, chromium } from "playwright-core";
import { findChromium } from "../../../scripts/testing/system-tools.ts";

/** The system's Chromium; null where there is none. */
export const chromiumPath: string | null = findChromium();

/** The background switches keep Chromium from looking for the network, which makes it slow where there is none. */
export async function startChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
