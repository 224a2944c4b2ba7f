import { createStore } from "zustand/vanilla";
import { messageOf } from "../../contract/outrider-error.ts";

/** Something that happened beside the thing the user looks at, now or when the host started. */
export interface Notice {
  readonly id: number;
  /** `danger`: something failed. */
  readonly tone: "danger" | "neutral";
  readonly title: string;
  readonly text: string;
  /** What can be done about it. */
  readonly action: NoticeAction | null;
}

export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

export interface NoticesState {
  readonly notices: readonly Notice[];
  /** What was just announced to screen readers. */
  readonly announcement: string;
  /** Says what failed and why. */
  fail(title: string, error: unknown): void;
  /** Does the work, says what failed and why if it does, and resolves with whether it went well. */
  attempt(title: string, work: () => Promise<unknown>): Promise<boolean>;
  /** Says what the host has to say about its start; what was said once is not said again. */
  tell(title: string, texts: readonly string[]): void;
  /** Says what is worth knowing although nothing failed. */
  inform(title: string, text: string): void;
  /** Says what was done and how to take it back. */
  offer(title: string, text: string, action: NoticeAction): void;
  dismiss(id: number): void;
  announce(text: string): void;
}

/** Failures come and go; of a row of them the last ones count. */
const MOST_NOTICES = 3;

export type NoticesStore = ReturnType<typeof createNoticesStore>;

export function createNoticesStore() {
  let nextId = 0;
  const told = new Set<string>();

  return createStore<NoticesState>()((set, get) => {
    function show(tone: Notice["tone"], title: string, text: string, action: NoticeAction | null = null): void {
      const notice = { id: nextId, tone, title, text, action };
      nextId += 1;
      set(({ notices }) => ({
        notices: [...notices.filter((other) => other.title !== title || other.text !== text), notice].slice(
          -MOST_NOTICES,
        ),
      }));
    }

    return {
      notices: [],
      announcement: "",

      fail: (title, error) => show("danger", title, messageOf(error)),

      async attempt(title, work) {
        try {
          await work();
          // What went wrong with it before is mended.
          set(({ notices }) => ({
            notices: notices.filter((notice) => notice.tone !== "danger" || notice.title !== title),
          }));
          return true;
        } catch (error) {
          get().fail(title, error);
          return false;
        }
      },

      tell(title, texts) {
        for (const text of texts) {
          if (!told.has(text)) show("neutral", title, text);
          told.add(text);
        }
      },

      inform: (title, text) => show("neutral", title, text),

      offer: (title, text, action) => show("neutral", title, text, action),

      dismiss: (id) => set(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),

      announce: (announcement) => set({ announcement }),
    };
  });
}
