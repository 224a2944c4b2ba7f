import { createStore } from "zustand/vanilla";

/** As shares of the speed at which the reply was written. */
export const replaySpeeds = [0.0625, 0.125, 0.25, 0.5, 1] as const;
export type ReplaySpeed = (typeof replaySpeeds)[number];

export interface ReplayState {
  /** The reply that is being looked at in time; null: replies stand as they are. */
  readonly messageId: string | null;
  /** A step of its timeline. */
  readonly step: number;
  readonly playing: boolean;
  readonly speed: ReplaySpeed;

  /** Goes to a step of a reply, which takes over from another one. */
  seek(messageId: string, step: number): void;
  play(messageId: string, from: number): void;
  pause(): void;
  setSpeed(speed: ReplaySpeed): void;
  /** Shows the reply whole again. */
  leave(): void;
}

export type ReplayStore = ReturnType<typeof createReplayStore>;

/** Which moment of which stored reply this window shows. Plays from the trace in the window: no host, no engine. */
export function createReplayStore() {
  return createStore<ReplayState>()((set) => ({
    messageId: null,
    step: 0,
    playing: false,
    speed: 0.25,

    seek: (messageId, step) =>
      set((state) => ({ messageId, step, playing: state.playing && state.messageId === messageId })),
    play: (messageId, step) => set({ messageId, step, playing: true }),
    pause: () => set({ playing: false }),
    setSpeed: (speed) => set({ speed }),
    leave: () => set({ messageId: null, step: 0, playing: false }),
  }));
}
