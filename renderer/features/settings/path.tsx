import { useConnection } from "../../store/session-context.tsx";
import { shownPath } from "./shown-path.ts";

/** A path on the host's computer. */
export function Path({ path }: { readonly path: string }) {
  const home = useConnection((state) => state.about?.folders.home ?? "");
  return <>{shownPath(path, home)}</>;
}
