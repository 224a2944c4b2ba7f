import { gravity, listing, loadedPair, models } from "../scripted-host/fixtures.ts";
import { createScriptedHost, type ScriptedHost, type ScriptedHostOptions } from "../scripted-host/scripted-host.ts";

export interface Scene {
  readonly host: ScriptedHost;
  /** The chat to open at the start. */
  readonly chatId: string | null;
  /** How fast replies are written, in rounds a second; 0 = they wait. */
  readonly roundsPerSecond: number;
}

const crash = {
  kind: "engine-crashed",
  message:
    "The engine ended unexpectedly (signal SIGSEGV). What was written so far is kept; the next message starts it again.",
  details: "llama_context: n_ctx = 4096\nggml_backend_cpu_buffer_type_alloc_buffer: failed to allocate buffer",
} as const;

function withChats(options: ScriptedHostOptions = {}): { host: ScriptedHost; first: string } {
  const host = createScriptedHost(options);
  const first = host.addChat("Gravity in simple terms", "Explain gravity in simple terms.", gravity).id;
  host.addChat("CSV column means", "How do I average a column of a CSV file in Python?", listing, { daysAgo: 0.01 });
  host.addChat("Rename a variable", "Rename `x` to `width`.", "Here you go.\n", { daysAgo: 1 });
  host.addChat("Letter to a landlord about the heating that has been broken since October", "Write it.", "Dear …\n", {
    daysAgo: 4,
  });
  host.addChat("Haiku about rain", "Haiku about rain", "Rain on the tin roof\n", { daysAgo: 40 });
  return { host, first };
}

const formulas = String.raw`A guess $x$ of the draft is kept with probability

\[ \min\left(1, \frac{p'(x)}{q'(x)}\right) \]

and otherwise replaced by a draw from

$$
\mathrm{norm}\bigl(\max(0,\, p' - q')\bigr)
$$

so every token has the target's own distribution, \(p'\). It costs nothing in quality, from $5 to $10 machines:

~~~python
def accept(p: float, q: float, random: float) -> bool:
    """Keeps a guess: the rule of rejection sampling."""
    return random * q < p  # 1 where q <= p
~~~

See [the paper](https://arxiv.org/abs/2211.17192) and ![a picture](https://example.org/picture.png).
`;

const long = Array.from({ length: 260 }, () => gravity).join("\n");

/** Named states of the window, chosen by `?scene=`. */
export const scenes: Readonly<Record<string, () => Scene>> = {
  chat: () => {
    const { host, first } = withChats();
    return { host, chatId: first, roundsPerSecond: 12 };
  },
  /** Sampled, with every candidate on record. */
  captured: () => {
    const decoding = { ...createScriptedHost().settings().decoding, capture: "candidates", temperature: 0.8 } as const;
    const { host, first } = withChats({ settings: { decoding } });
    return { host, chatId: first, roundsPerSecond: 12 };
  },
  markdown: () => {
    const { host } = withChats({ settings: { tokenView: false } });
    const chatId = host.addChat("CSV again", "And in a table?", listing).id;
    return { host, chatId, roundsPerSecond: 12 };
  },
  formulas: () => {
    const { host } = withChats({ settings: { tokenView: false } });
    const chatId = host.addChat("Formulas", "How does speculative sampling keep the distribution?", formulas).id;
    return { host, chatId, roundsPerSecond: 12 };
  },
  /** Answers with the prompt, in plain reading: what is fed to it is drawn. */
  echo: () => ({
    host: createScriptedHost({ answer: (prompt) => prompt, settings: { tokenView: false } }),
    chatId: null,
    roundsPerSecond: 0,
  }),
  first: () => ({ host: createScriptedHost(), chatId: null, roundsPerSecond: 12 }),
  plain: () => {
    const { host } = withChats({
      settings: {
        pair: { targetId: models.target.id, draftId: null },
        decoding: { ...createScriptedHost().settings().decoding, k: 0 },
      },
      pair: { state: "loaded", choice: { targetId: models.target.id, draftId: null }, pair: loadedPair(false) },
    });
    const chatId = host.addChat("Plain", "Explain gravity in simple terms.", gravity).id;
    return { host, chatId, roundsPerSecond: 12 };
  },
  loading: () => {
    const choice = { targetId: models.target.id, draftId: models.draft.id };
    const { host, first } = withChats({ pair: { state: "loading", choice, fraction: 0.43 } });
    return { host, chatId: first, roundsPerSecond: 0 };
  },
  crashed: () => {
    const { host, first } = withChats();
    host.setEngine({ state: "crashed", error: crash, retryInMs: 4_000 });
    const reply = host.messagesOf(first).at(-1);
    if (reply !== undefined) host.end(reply.id, { status: "failed", error: crash }, "aborted");
    return { host, chatId: first, roundsPerSecond: 0 };
  },
  refused: () => {
    const { host, first } = withChats({
      pair: {
        state: "failed",
        choice: { targetId: models.target.id, draftId: models.draft.id },
        error: {
          kind: "out-of-memory",
          message: "The pair needs 5.2 GB and 3.9 GB are free. Choose a smaller context or a smaller target.",
        },
      },
    });
    host.refuse("chats.send", {
      kind: "context-full",
      message:
        "The chat has 8,410 tokens and the context holds 8,192. Start a new chat, or raise the context size in the settings.",
    });
    return { host, chatId: first, roundsPerSecond: 0 };
  },
  /** Last used with a pair that is not the loaded one. */
  elsewhere: () => {
    const { host } = withChats();
    const pair = { targetId: models.stranger.id, draftId: null };
    const chatId = host.addChat("Last used with another pair", "Explain gravity in simple terms.", gravity, {
      pair,
    }).id;
    return { host, chatId, roundsPerSecond: 12 };
  },
  noted: () => {
    const { host } = withChats();
    const chatId = host.addChat("Draft gave up", "Explain gravity in simple terms.", gravity, {
      notes: [
        {
          code: "draft-failed",
          text: "The draft failed after round 12; the rest was decoded without it. The reply is the same.",
        },
      ],
    }).id;
    return { host, chatId, roundsPerSecond: 12 };
  },
  long: () => {
    const host = createScriptedHost({ answer: () => long });
    const chatId = host.addChat("Very long", "Go on and on.", long).id;
    return { host, chatId, roundsPerSecond: 0 };
  },
  stream: () => ({ host: createScriptedHost({ answer: () => long }), chatId: null, roundsPerSecond: 130 }),
};
