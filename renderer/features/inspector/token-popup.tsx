import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useReplies, useView } from "../../store/session-context.tsx";
import { TokenCard } from "./token-card.tsx";
import { tokenElement } from "./token-pointer.ts";
import styles from "./token-popup.module.css";

const GAP = 8;

/** The card beside the token itself, where the panel that otherwise shows it is closed. */
export function TokenPopup() {
  const place = useView(({ pointing, cardToken, keptToken }) => (pointing ? cardToken : keptToken));
  const rounds = useReplies((state) => (place === null ? undefined : state.byMessage[place.messageId]?.log.rounds));
  const popup = useRef<HTMLDivElement>(null);
  const [position, setPosition] = useState<{ left: number; top: number } | null>(null);

  const locate = useCallback(() => {
    const card = popup.current;
    const token = place === null ? null : tokenElement(place);
    setPosition(card === null || token === null ? null : besideToken(token, card));
  }, [place]);
  useLayoutEffect(locate, [locate]);
  // A card that was kept stays with its token while that moves.
  useEffect(() => {
    window.addEventListener("resize", locate);
    // Scrolling does not bubble.
    document.addEventListener("scroll", locate, { capture: true, passive: true });
    return () => {
      window.removeEventListener("resize", locate);
      document.removeEventListener("scroll", locate, { capture: true });
    };
  }, [locate]);

  if (place === null || rounds === undefined) return null;
  return (
    <div
      ref={popup}
      className={styles.popup}
      style={position === null ? { visibility: "hidden" } : { left: position.left, top: position.top }}
    >
      <TokenCard place={place} rounds={rounds} />
    </div>
  );
}

/**
 * Under the token, or above it where there is no room under it; always inside the window. Null where the token is out of
 * sight: a card beside nothing says nothing.
 */
function besideToken(element: Element, card: HTMLElement): { left: number; top: number } | null {
  const { offsetWidth: width, offsetHeight: height } = card;
  const token = element.getBoundingClientRect();
  const seen = element.closest("[data-scroller]")?.getBoundingClientRect();
  if (seen !== undefined && (token.bottom < seen.top || token.top > seen.bottom)) return null;
  const below = token.bottom + GAP;
  const top = below + height <= window.innerHeight - GAP ? below : Math.max(GAP, token.top - height - GAP);
  const left = Math.max(GAP, Math.min(token.left, window.innerWidth - width - GAP));
  return { left, top };
}
