import { useEffect, useState } from "react";
import { useChats, useSearch, useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { useFileDrop } from "../../ui/use-file-drop.ts";
import { ChatEntry } from "./chat-entry.tsx";
import styles from "./chat-list.module.css";
import { SearchField, SearchResults } from "./chat-search.tsx";
import { groupChats } from "./group-chats.ts";
import { importChats } from "./import-chats.ts";

const CLOCK_MS = 60_000;

/** All chats, by the day they were last written in, or what a search over them found. */
export function ChatList() {
  const searching = useSearch((state) => state.query.trim() !== "");
  return (
    <>
      <SearchField />
      {searching ? <SearchResults /> : <AllChats />}
    </>
  );
}

function AllChats() {
  const chats = useChats((state) => state.chats);
  const now = useNow();
  const session = useSession();
  const { dropping, handlers } = useFileDrop((files) => void importChats(session, files));
  return (
    <nav aria-label={strings.chats.list} className={styles.list} data-dropping={dropping} {...handlers}>
      {dropping ? <p className={styles.drop}>{strings.chats.dropHere}</p> : null}
      {chats.length === 0 ? <p className={styles.none}>{strings.chats.none}</p> : null}
      {groupChats(chats, now).map((group) => (
        <section key={group.age} aria-label={strings.chats.ages[group.age]}>
          <h2 className={styles.age}>{strings.chats.ages[group.age]}</h2>
          <ul>
            {group.chats.map((chat) => (
              <ChatEntry key={chat.id} chat={chat} />
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

/** The time of now, good enough to notice midnight. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), CLOCK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
