import { Search, X } from "lucide-react";
import type { KeyboardEvent } from "react";
import type { SearchHit } from "../../../contract/chats.ts";
import { useSearch, useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import styles from "./chat-search.module.css";

/** The field over the list of chats. */
export function SearchField() {
  const { search } = useSession();
  const query = useSearch((state) => state.query);
  const clear = (): void => void search.getState().search("");
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") clear();
  };
  return (
    <search className={styles.box}>
      <Search size="0.875rem" aria-hidden />
      <input
        className={styles.field}
        aria-label={strings.search.label}
        placeholder={strings.search.placeholder}
        data-search
        maxLength={200}
        value={query}
        onChange={(event) => void search.getState().search(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {query === "" ? null : (
        <button type="button" className={styles.clear} aria-label={strings.search.clear} onClick={clear}>
          <X size="0.875rem" aria-hidden />
        </button>
      )}
    </search>
  );
}

/** What was found, in place of the list of chats. */
export function SearchResults() {
  const hits = useSearch((state) => state.hits);
  const error = useSearch((state) => state.error);
  return (
    <section aria-label={strings.search.results} className={styles.results}>
      <p className={styles.count} role="status">
        {error !== null ? error.message : hits === null ? "" : strings.search.count(hits.length)}
      </p>
      <ul>
        {hits?.map((hit) => (
          <li key={hit.messageId ?? hit.chatId}>
            <Hit hit={hit} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Hit({ hit }: { readonly hit: SearchHit }) {
  const session = useSession();
  const open = async (): Promise<void> => {
    await session.notices
      .getState()
      .attempt(strings.branches.failed, () => session.openMessage(hit.chatId, hit.messageId));
  };
  return (
    <button type="button" className={styles.hit} onClick={() => void open()}>
      <span className={styles.title}>{hit.title}</span>
      {hit.snippet.length === 0 ? null : (
        <span className={styles.snippet}>
          {hit.snippet.map((part, index) =>
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a snippet have no identity of their own.
            part.match ? <mark key={index}>{part.text}</mark> : part.text,
          )}
        </span>
      )}
    </button>
  );
}
