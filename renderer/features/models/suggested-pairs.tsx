import { useEffect, useRef, useState } from "react";
import type { SuggestedPair } from "../../../contract/downloads.ts";
import { useSession, useView } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import styles from "./models.module.css";

/** Pairs of the catalogue, folded away until somebody looks for one. */
export function SuggestedPairs({ onLook }: { readonly onLook: (repository: string) => void }) {
  const { bridge, view } = useSession();
  const sought = useView((state) => state.pairsSought);
  const list = useRef<HTMLDetailsElement>(null);
  const [pairs, setPairs] = useState<readonly SuggestedPair[]>([]);
  const words = strings.models;

  useEffect(() => {
    let shown = true;
    bridge.call("catalog.read", {}).then(
      (read) => {
        if (shown) setPairs(read);
      },
      // Without suggestions any address can still be pasted.
      () => {},
    );
    return () => {
      shown = false;
    };
  }, [bridge]);

  useEffect(() => {
    if (!sought || pairs.length === 0 || list.current === null) return;
    list.current.open = true;
    list.current.querySelector("summary")?.focus();
    list.current.scrollIntoView({ block: "start" });
    view.getState().pairsFound();
  }, [sought, pairs, view]);

  if (pairs.length === 0) return null;
  return (
    <details ref={list} className={styles.suggested}>
      <summary>{words.suggested}</summary>
      <p className={styles.quiet}>{words.suggestedHint}</p>
      <ul className={styles.offerList}>
        {pairs.map((pair) => (
          <li key={pair.title} className={styles.offerRow}>
            <span className={styles.offerName}>
              <strong>{pair.title}</strong>
              {pair.tried ? <span className={styles.good}>{words.tried}</span> : null}
            </span>
            <Button small aria-label={words.lookAtTarget(pair.title)} onClick={() => onLook(pair.target)}>
              {words.targetOf}
            </Button>
            <Button small aria-label={words.lookAtDraft(pair.title)} onClick={() => onLook(pair.draft)}>
              {words.draftOf}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
