import { useState } from "react";
import type { Repository } from "../../../contract/downloads.ts";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import styles from "./models.module.css";
import { RepositoryFiles } from "./repository-files.tsx";
import { SuggestedPairs } from "./suggested-pairs.tsx";

/** From an address, pasted or suggested, to the choice of a file. */
export function GetModels({ freeBytes }: { readonly freeBytes: number | null }) {
  const { bridge, notices } = useSession();
  const [address, setAddress] = useState("");
  const [looking, setLooking] = useState(false);
  const [found, setFound] = useState<Repository | null>(null);
  const words = strings.models;

  const look = async (text: string): Promise<void> => {
    setAddress(text);
    setLooking(true);
    setFound(null);
    await notices.getState().attempt(words.lookFailed, async () => {
      setFound(await bridge.call("hub.look", { address: text }));
    });
    setLooking(false);
  };

  return (
    <section aria-label={words.get} className={styles.section}>
      <header>
        <h2 className={styles.sectionTitle}>{words.get}</h2>
        <p className={styles.quiet}>{words.getHint}</p>
      </header>
      <form
        className={styles.addressRow}
        onSubmit={(event) => {
          event.preventDefault();
          if (address.trim() !== "") void look(address.trim());
        }}
      >
        <input
          className={styles.field}
          aria-label={words.address}
          placeholder={words.addressPlaceholder}
          value={address}
          onChange={(event) => setAddress(event.target.value)}
        />
        <Button type="submit" disabled={looking || address.trim() === ""}>
          {looking ? words.looking : words.look}
        </Button>
      </form>
      {found === null ? null : <RepositoryFiles repository={found} freeBytes={freeBytes} />}
      <SuggestedPairs onLook={(repository) => void look(repository)} />
    </section>
  );
}
