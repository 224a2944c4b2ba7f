/** Finds the token an event belongs to: one listener on a whole reply instead of one on each of thousands of tokens. */
import type { TokenPlace } from "./token-details.ts";
import type { Slot } from "./token-stream.ts";

export function tokenElement(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-slot]") : null;
}

export function tokenPlace(messageId: string, target: EventTarget | null): TokenPlace | null {
  const element = tokenElement(target);
  const round = Number(element?.dataset.round);
  const slot = element?.dataset.slot;
  return isSlot(slot) && Number.isInteger(round) ? { messageId, round, slot } : null;
}

function isSlot(slot: string | undefined): slot is Slot {
  return slot !== undefined && /^[de]\d+$/.test(slot);
}
