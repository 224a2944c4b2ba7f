/** Finds the token an event belongs to: one listener on a whole reply instead of one on each of thousands of tokens. */
import { type MouseEvent, useCallback, useRef } from "react";
import type { ViewStore } from "../../store/view.ts";
import { samePlace, type TokenPlace } from "./token-details.ts";
import type { Slot } from "./token-stream.ts";

export function tokenPlace(messageId: string, target: EventTarget | null): TokenPlace | null {
  const element = target instanceof Element ? target.closest<HTMLElement>("[data-slot]") : null;
  const round = Number(element?.dataset.round ?? element?.closest<HTMLElement>("[data-lane]")?.dataset.lane);
  const slot = element?.dataset.slot;
  return isSlot(slot) && Number.isInteger(round) ? { messageId, round, slot } : null;
}

/** Where a token stands in its reply's text; null where that is not in token view. */
export function tokenElement(place: TokenPlace): Element | null {
  const reply = document.querySelector(`[data-message-id="${CSS.escape(place.messageId)}"]`);
  return reply?.querySelector(`[data-round="${place.round}"][data-slot="${place.slot}"]`) ?? null;
}

/**
 * A listener for mouse moves that points at the token under the mouse. Browsers also report a move when tokens stream
 * past a mouse that lies still: those are passed over, or the card would flicker through them.
 */
export function usePointing(messageId: string, view: ViewStore): (event: MouseEvent) => void {
  const last = useRef<{ readonly x: number; readonly y: number } | null>(null);
  return useCallback(
    (event) => {
      const { clientX: x, clientY: y } = event;
      if (last.current?.x === x && last.current.y === y) return;
      last.current = { x, y };
      const place = tokenPlace(messageId, event.target);
      const { cardToken, pointing, pointAt } = view.getState();
      if (place !== null && !(pointing && samePlace(place, cardToken))) pointAt(place);
    },
    [messageId, view],
  );
}

function isSlot(slot: string | undefined): slot is Slot {
  return slot !== undefined && /^[de]\d+$/.test(slot);
}
