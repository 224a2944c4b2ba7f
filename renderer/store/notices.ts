import { createStore } from "zustand/vanilla";
import { toErrorRecord } from "../../contract/outrider-error.ts";

/** Something that went wrong beside the thing the user looks at. */
export interface Notice {
  readonly id: number;
  readonly title: string;
  readonly text: string;
}

export interface NoticesState {
  readonly notices: readonly Notice[];
  /** What was just announced to screen readers. */
  readonly announcement: string;
  /** Says what failed and why. */
  fail(title: string, error: unknown): void;
  dismiss(id: number): void;
  announce(text: string): void;
}

const MOST_NOTICES = 3;

export type NoticesStore = ReturnType<typeof createNoticesStore>;

export function createNoticesStore() {
  let nextId = 0;
  return createStore<NoticesState>()((set) => ({
    notices: [],
    announcement: "",

    fail(title, error) {
      const notice = { id: nextId, title, text: toErrorRecord(error).message };
      nextId += 1;
      set(({ notices }) => ({
        notices: [...notices.filter((other) => other.title !== title || other.text !== notice.text), notice].slice(
          -MOST_NOTICES,
        ),
      }));
    },

    dismiss: (id) => set(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),

    announce: (announcement) => set({ announcement }),
  }));
}
