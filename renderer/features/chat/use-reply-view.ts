import { useSettings, useView } from "../../store/session-context.tsx";
import type { ReplyView } from "../../store/view.ts";

/** How a reply is shown: as switched by hand, else as the settings say. */
export function useReplyView(messageId: string): ReplyView {
  const byHand = useView((state) => state.replyViews[messageId]);
  const tokensFirst = useSettings((state) => state.settings?.tokenView ?? true);
  return byHand ?? (tokensFirst ? "tokens" : "read");
}
