import { useChats, usePair, useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";

/** Frees the pair in memory, which a running reply still needs, or gives up the load that is going on. */
export function UnloadButton() {
  const { pair, notices } = useSession();
  const state = usePair((store) => store.pair.state);
  const isAnswering = useChats(({ active }) => Object.keys(active).length > 0);
  if (state !== "loaded" && state !== "loading") return null;
  const unload = (): Promise<boolean> =>
    notices.getState().attempt(strings.pair.unloadFailed, () => pair.getState().unload());
  return (
    <Button small disabled={state === "loaded" && isAnswering} onClick={() => void unload()}>
      {state === "loading" ? strings.pair.cancelLoading : strings.pair.unload}
    </Button>
  );
}
