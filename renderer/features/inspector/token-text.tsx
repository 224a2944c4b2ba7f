import { type KeyboardEvent, memo, useEffect, useMemo, useRef } from "react";
import type { Round } from "../../../contract/trace.ts";
import { useSession, useView } from "../../store/session-context.tsx";
import type { ViewStore } from "../../store/view.ts";
import { strings } from "../../strings.ts";
import { PendingGuesses } from "./pending-guesses.tsx";
import { cutStream, roundsDone } from "./replay-view.ts";
import { samePlace, type TokenPlace } from "./token-details.ts";
import { tokenPlace, usePointing } from "./token-pointer.ts";
import { TokenSpan } from "./token-span.tsx";
import { linesOf, type TokenBlock, type TokenChunk, type TokenStream } from "./token-stream.ts";
import styles from "./token-text.module.css";
import { type Step, walk } from "./token-walk.ts";
import { useMoment } from "./use-moment.ts";

interface TokenTextProps {
  readonly messageId: string;
  readonly rounds: readonly Round[];
  readonly stream: TokenStream;
  readonly streaming: boolean;
}

/** A reply as its tokens. Blocks and chunks that are finished are never drawn again; see token-stream.ts. */
export function TokenText({ messageId, rounds, stream: whole, streaming }: TokenTextProps) {
  const { view } = useSession();
  const shownGuesses = useView((state) => state.shownGuesses);
  const originLayer = useView((state) => state.originLayer);
  const surpriseLayer = useView((state) => state.surpriseLayer);
  const moment = useMoment(messageId, rounds);
  const stream = useMemo(() => (moment === null ? whole : cutStream(whole, roundsDone(moment))), [moment, whole]);
  const list = useRef<HTMLDivElement>(null);
  const point = usePointing(messageId, view);
  useActiveToken(list, messageId, view);

  const onKeyDown = (event: KeyboardEvent): void => {
    const { cardToken, pointAt, keep } = view.getState();
    const current = cardToken?.messageId === messageId ? cardToken : null;
    const step = keySteps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const token = walk(stream, current, step, shownGuesses);
      if (token !== null) pointAt({ messageId, round: token.round, slot: token.slot });
    } else if (event.key === "Enter" && current !== null) {
      event.preventDefault();
      keep(current);
    }
  };

  return (
    <div
      ref={list}
      role="listbox"
      aria-label={strings.reply.tokenList}
      aria-orientation="horizontal"
      tabIndex={0}
      className={styles.text}
      data-guesses={shownGuesses}
      data-origins={originLayer}
      data-surprises={surpriseLayer}
      data-streaming={streaming}
      data-replaying={moment !== null}
      onKeyDown={onKeyDown}
      onBlur={() => view.getState().stopPointing()}
      onMouseMove={point}
      onMouseLeave={() => view.getState().stopPointing()}
      onClick={(event) => {
        const place = tokenPlace(messageId, event.target);
        if (place !== null) view.getState().keep(place);
      }}
    >
      {stream.blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever added at the end.
        <BlockView key={index} block={block} last={index === stream.blocks.length - 1} />
      ))}
      {moment === null ? null : <PendingGuesses rounds={rounds} moment={moment} />}
    </div>
  );
}

interface BlockViewProps {
  readonly block: TokenBlock;
  readonly last: boolean;
}

const BlockView = memo(function BlockView({ block, last }: BlockViewProps) {
  const lines = linesOf(block);
  return (
    <div role="presentation" className={styles.block} data-last={last}>
      {lines.map((chunks, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end.
        <div role="presentation" key={line} className={styles.line} data-last={last && line === lines.length - 1}>
          {chunks.map((chunk, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: chunks are only ever added at the end.
            <ChunkView key={index} chunk={chunk} />
          ))}
        </div>
      ))}
    </div>
  );
});

const ChunkView = memo(function ChunkView({ chunk }: { readonly chunk: TokenChunk }) {
  return chunk.tokens.map((token) => <TokenSpan key={`${token.round}${token.slot}`} token={token} />);
});

const keySteps: Readonly<Record<string, Step>> = {
  ArrowRight: "next",
  ArrowLeft: "previous",
  ArrowDown: "next-round",
  ArrowUp: "previous-round",
  Home: "first",
  End: "last",
};

/** Marks the token on the card in the text. By hand, so that moving over tokens draws nothing again. */
function useActiveToken(list: { readonly current: HTMLElement | null }, messageId: string, view: ViewStore): void {
  useEffect(() => {
    let marked: Element | null = null;
    let shown: TokenPlace | null = null;
    const mark = (place: TokenPlace | null): void => {
      if (samePlace(shown, place)) return;
      shown = place;
      marked?.removeAttribute("data-active");
      marked?.removeAttribute("id");
      marked = null;
      list.current?.removeAttribute("aria-activedescendant");
      if (place === null || place.messageId !== messageId) return;
      marked = list.current?.querySelector(`[data-round="${place.round}"][data-slot="${place.slot}"]`) ?? null;
      if (marked === null) return;
      const id = `token-${messageId}-${place.round}-${place.slot}`;
      marked.id = id;
      marked.setAttribute("data-active", "");
      list.current?.setAttribute("aria-activedescendant", id);
      if (document.activeElement === list.current) marked.scrollIntoView({ block: "nearest" });
    };
    const follow = ({ cardToken, keptToken, pointing }: ReturnType<ViewStore["getState"]>): void =>
      mark(pointing ? cardToken : keptToken);
    follow(view.getState());
    const stop = view.subscribe(follow);
    return () => {
      stop();
      mark(null);
    };
  }, [list, messageId, view]);
}
