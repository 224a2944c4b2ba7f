import { useEffect, useState } from "react";
import { usePair, useSession } from "../../store/session-context.tsx";

/** So long after the last change the text is counted. */
const PAUSE_MS = 250;

/** How many tokens of the target a text is; null while that is not known, such as before a pair is loaded. */
export function useTokenCount(text: string): number | null {
  const { bridge } = useSession();
  const loaded = usePair((state) => state.pair.state === "loaded");
  const [count, setCount] = useState<number | null>(null);
  useEffect(() => {
    let current = true;
    if (text === "" || !loaded) {
      setCount(null);
      return;
    }
    const timer = setTimeout(() => {
      bridge.call("prompt.count", { text }).then(
        (tokens) => current && setCount(tokens),
        // A figure beside the text; what is wrong with the engine is said elsewhere.
        () => current && setCount(null),
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text, loaded, bridge]);
  return count;
}
