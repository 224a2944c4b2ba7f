import { createStore } from "zustand/vanilla";
import type { ShownGuesses } from "../features/inspector/shown-guesses.ts";
import { samePlace, type TokenPlace } from "../features/inspector/token-details.ts";

export type Screen = "chat" | "models" | "settings";
export type ReplyView = "read" | "tokens";
export type InspectorTab = "rounds" | "token" | "charts";

/** What this window shows, apart from any data. */
export interface ViewState {
  readonly screen: Screen;
  /** Only counts where the window is narrow; elsewhere the side bar is always there. */
  readonly sidebarOpen: boolean;
  readonly inspectorOpen: boolean;
  readonly inspectorTab: InspectorTab;
  readonly shownGuesses: ShownGuesses;
  /** Whether tokens show where they came from, and how little the target expected them: two layers of their own. */
  readonly originLayer: boolean;
  readonly surpriseLayer: boolean;
  /** Replies whose view the user has switched by hand. */
  readonly replyViews: Readonly<Record<string, ReplyView>>;
  readonly shortcutsOpen: boolean;
  /** The message to be scrolled to, until it was. */
  readonly sought: string | null;
  /** Whether the suggested pairs are to be scrolled to, until they were. */
  readonly pairsSought: boolean;
  /** The reply whose rounds the inspector shows; null: the newest of the chat. */
  readonly inspectedReply: string | null;
  /** The token the card describes: the one pointed at last, or the one kept there. */
  readonly cardToken: TokenPlace | null;
  /** Whether the pointer or the keyboard is on `cardToken` right now. */
  readonly pointing: boolean;
  /** The token the card goes back to when the pointer leaves. */
  readonly keptToken: TokenPlace | null;

  show(screen: Screen): void;
  /** Goes to the suggested pairs, on the screen of the models. */
  seekPairs(): void;
  pairsFound(): void;
  setSidebar(open: boolean): void;
  setInspector(open: boolean): void;
  showTab(tab: InspectorTab): void;
  showGuesses(guesses: ShownGuesses): void;
  showOrigins(shown: boolean): void;
  showSurprise(shown: boolean): void;
  setReplyView(messageId: string, view: ReplyView): void;
  showShortcuts(shown: boolean): void;
  seek(messageId: string | null): void;
  inspect(messageId: string | null): void;
  pointAt(token: TokenPlace): void;
  stopPointing(): void;
  /** Puts a token on the card without anybody pointing at it. */
  showOnCard(token: TokenPlace): void;
  /** Keeps a token on the card, whatever was there. */
  jumpTo(token: TokenPlace): void;
  /** Keeps a token on the card; the same one again lets it go. */
  keep(token: TokenPlace): void;
}

/** Less leaves no room beside the chat: the panel would lie over it. */
const ROOM_FOR_INSPECTOR = "(min-width: 71.3125rem)";

export type ViewStore = ReturnType<typeof createViewStore>;

export function createViewStore() {
  const room = typeof window === "undefined" ? null : window.matchMedia(ROOM_FOR_INSPECTOR);
  let chosen = false;

  const store = createStore<ViewState>()((set) => ({
    screen: "chat",
    sidebarOpen: false,
    inspectorOpen: room?.matches ?? false,
    // Untested guesses are many, and say the least: the lanes show them in any case.
    shownGuesses: "rejected",
    inspectorTab: "rounds",
    originLayer: true,
    surpriseLayer: false,
    replyViews: {},
    shortcutsOpen: false,
    sought: null,
    pairsSought: false,
    inspectedReply: null,
    cardToken: null,
    pointing: false,
    keptToken: null,

    show: (screen) => set({ screen, sidebarOpen: false, pairsSought: false }),
    seekPairs: () => set({ screen: "models", sidebarOpen: false, pairsSought: true }),
    pairsFound: () => set({ pairsSought: false }),
    setSidebar: (sidebarOpen) => set({ sidebarOpen }),
    setInspector(inspectorOpen) {
      chosen = true;
      set({ inspectorOpen });
    },
    showTab: (inspectorTab) => set({ inspectorTab }),
    showGuesses: (shownGuesses) => set({ shownGuesses }),
    showOrigins: (originLayer) => set({ originLayer }),
    showSurprise: (surpriseLayer) => set({ surpriseLayer }),
    setReplyView: (messageId, view) => set(({ replyViews }) => ({ replyViews: { ...replyViews, [messageId]: view } })),
    showShortcuts: (shortcutsOpen) => set({ shortcutsOpen }),
    seek: (sought) => set({ sought }),
    inspect: (inspectedReply) =>
      set((state) =>
        state.inspectedReply === inspectedReply
          ? state
          : { inspectedReply, cardToken: null, keptToken: null, pointing: false },
      ),
    pointAt: (cardToken) => set({ cardToken, pointing: true }),
    stopPointing: () => set(({ keptToken, cardToken }) => ({ cardToken: keptToken ?? cardToken, pointing: false })),
    showOnCard: (cardToken) => set({ cardToken }),
    jumpTo: (token) => set({ keptToken: token, cardToken: token, inspectedReply: token.messageId, pointing: false }),
    keep: (token) =>
      set(({ keptToken }) =>
        samePlace(keptToken, token)
          ? { keptToken: null }
          : { keptToken: token, cardToken: token, inspectedReply: token.messageId },
      ),
  }));

  // A window may get its size after its page.
  room?.addEventListener("change", ({ matches }) => {
    if (!chosen) store.setState({ inspectorOpen: matches });
  });
  return store;
}
