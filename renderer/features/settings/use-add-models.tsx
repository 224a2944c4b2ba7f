import { type ReactNode, useState } from "react";
import type { ModelId } from "../../../contract/models.ts";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { FolderBrowser } from "./folder-browser.tsx";

interface AddModels {
  /** Folders and GGUF files; resolves with whether they are there now. */
  add(...paths: readonly string[]): Promise<boolean>;
  /** What was dropped; where the shell cannot tell where that lies, its list of folders is shown instead. */
  addDropped(files: readonly File[]): Promise<void>;
  /** By the system's dialog where there is one, else by a list of the host's folders. */
  choose(what: "folders" | "files"): Promise<void>;
  /** That list, while it is open; to be put anywhere. */
  readonly browser: ReactNode;
}

/** The ways in which models are added by reference; what goes wrong is said in a notice. */
export function useAddModels(onAdded: (models: readonly ModelId[]) => void = () => {}): AddModels {
  const { bridge, notices } = useSession();
  const [browsing, setBrowsing] = useState<"no" | "asked" | "dropped">("no");
  const words = strings.models;

  const tell = (models: readonly ModelId[]): void => {
    if (models.length === 0) notices.getState().inform(words.noneFound, words.noneFoundHint);
    else notices.getState().announce(words.added(models.length));
    onAdded(models);
  };
  const attempt = (adding: () => Promise<readonly ModelId[]>): Promise<boolean> =>
    notices.getState().attempt(words.addFailed, async () => tell(await adding()));
  const add = (...paths: readonly string[]): Promise<boolean> =>
    attempt(() => bridge.call("models.add", { paths: [...paths] }));

  return {
    add,
    async addDropped(files) {
      const { addDropped } = bridge;
      if (addDropped === undefined) setBrowsing("dropped");
      else await attempt(() => addDropped(files));
    },
    async choose(what) {
      await notices.getState().attempt(words.addFailed, async () => {
        const picked = await bridge.call(`${what}.choose`, {});
        if (picked.outcome === "no-dialog") setBrowsing("asked");
        if (picked.outcome === "added") tell(picked.models);
      });
    },
    browser:
      browsing === "no" ? null : (
        <FolderBrowser
          {...(browsing === "dropped" ? { hint: words.dropInBrowser } : {})}
          onChoose={(path) => void add(path)}
          onClose={() => setBrowsing("no")}
        />
      ),
  };
}
