import { createContext, type ReactNode, useContext } from "react";
import { useStore } from "zustand";
import type { ChatsState } from "./chats.ts";
import type { ConnectionState } from "./connection.ts";
import type { ModelsState } from "./models.ts";
import type { NoticesState } from "./notices.ts";
import type { PairState } from "./pair.ts";
import type { ReplayState } from "./replay.ts";
import type { RepliesState } from "./replies.ts";
import type { SearchState } from "./search.ts";
import type { Session } from "./session.ts";
import type { SettingsState } from "./settings.ts";
import type { ViewState } from "./view.ts";

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { readonly session: Session; readonly children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The session of this window; for actions. What is drawn comes from the slice hooks below. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("There is no SessionProvider around this component.");
  return session;
}

type Select<State> = <Value>(select: (state: State) => Value) => Value;

export const useConnection: Select<ConnectionState> = (select) => useStore(useSession().connection, select);
export const useSearch: Select<SearchState> = (select) => useStore(useSession().search, select);
export const useSettings: Select<SettingsState> = (select) => useStore(useSession().settings, select);
export const useModels: Select<ModelsState> = (select) => useStore(useSession().models, select);
export const usePair: Select<PairState> = (select) => useStore(useSession().pair, select);
export const useChats: Select<ChatsState> = (select) => useStore(useSession().chats, select);
export const useReplies: Select<RepliesState> = (select) => useStore(useSession().replies, select);
export const useReplay: Select<ReplayState> = (select) => useStore(useSession().replay, select);
export const useView: Select<ViewState> = (select) => useStore(useSession().view, select);
export const useNotices: Select<NoticesState> = (select) => useStore(useSession().notices, select);
