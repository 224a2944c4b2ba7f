import { RefreshCw } from "lucide-react";
import type { Message } from "../../../contract/chats.ts";
import { useSession } from "../../store/session-context.tsx";
import { useDecoding } from "../../store/use-decoding.ts";
import { strings } from "../../strings.ts";
import { IconButton } from "../../ui/icon-button.tsx";

/** Answers the same question once more, beside the reply that is there. */
export function RegenerateButton({ reply }: { readonly reply: Message }) {
  const { chats, notices } = useSession();
  const greedy = useDecoding()?.temperature === 0;
  const regenerate = async (): Promise<void> => {
    await notices.getState().attempt(strings.reply.retryFailed, () => chats.getState().regenerate(reply));
  };
  return (
    <IconButton
      label={greedy ? strings.reply.regenerateGreedy : strings.reply.regenerate}
      icon={RefreshCw}
      onClick={() => void regenerate()}
    />
  );
}
