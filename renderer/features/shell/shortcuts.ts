import type { Session } from "../../store/session.ts";
import { strings } from "../../strings.ts";
import { focusOn } from "../../ui/focus-on.ts";

export interface Shortcut {
  /** What the overview shows, key by key; `mod` is Ctrl, or Command on a Mac. */
  readonly keys: readonly string[];
  readonly meaning: string;
  readonly matches: (event: KeyboardEvent) => boolean;
  readonly run: (session: Session) => void;
}

const mod = (event: KeyboardEvent): boolean => event.ctrlKey || event.metaKey;
const withMod =
  (key: string, shift = false) =>
  (event: KeyboardEvent): boolean =>
    mod(event) && !event.altKey && event.shiftKey === shift && event.key.toLowerCase() === key;
const alone =
  (key: string) =>
  (event: KeyboardEvent): boolean =>
    !mod(event) && !event.altKey && event.key === key && !isTyping(event.target);

const { meanings } = strings.shortcuts;

/** The keys that work everywhere in the window. */
export const shortcuts: readonly Shortcut[] = [
  {
    keys: ["mod", "⇧", "O"],
    meaning: meanings.newChat,
    matches: withMod("o", true),
    run: (session) => void session.openChat(null).then(() => focusOn("[data-composer]")),
  },
  { keys: ["mod", "K"], meaning: meanings.search, matches: withMod("k"), run: openSearch },
  { keys: ["/"], meaning: meanings.write, matches: alone("/"), run: () => focusOn("[data-composer]") },
  {
    keys: ["mod", "I"],
    meaning: meanings.inspector,
    matches: withMod("i"),
    run: ({ view }) => view.getState().setInspector(!view.getState().inspectorOpen),
  },
  {
    keys: ["mod", ","],
    meaning: meanings.settings,
    matches: withMod(","),
    run: ({ view }) => view.getState().show("settings"),
  },
  {
    keys: ["?"],
    meaning: meanings.overview,
    matches: alone("?"),
    run: ({ view }) => view.getState().showShortcuts(true),
  },
];

/** Keys of single parts of the window, for the overview. */
export const localKeys: readonly Pick<Shortcut, "keys" | "meaning">[] = [
  { keys: ["↵"], meaning: meanings.send },
  { keys: ["⇧", "↵"], meaning: meanings.newLine },
  { keys: ["←", "→"], meaning: meanings.tokens },
  { keys: ["Esc"], meaning: meanings.escape },
];

/** Whether a key would be written somewhere. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

function openSearch({ view }: Session): void {
  view.getState().setSidebar(true);
  // A narrow window has to show the side bar first.
  requestAnimationFrame(() => focusOn("[data-search]"));
}
