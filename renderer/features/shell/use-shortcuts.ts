import { useEffect } from "react";
import { useSession } from "../../store/session-context.tsx";
import { shortcuts } from "./shortcuts.ts";

export function useShortcuts(): void {
  const session = useSession();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      // What a part of the window or an open dialog has taken is not the window's.
      if (event.defaultPrevented || event.isComposing || document.querySelector("[role$='dialog']") !== null) return;
      const shortcut = shortcuts.find(({ matches }) => matches(event));
      if (shortcut === undefined) return;
      event.preventDefault();
      shortcut.run(session);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [session]);
}
