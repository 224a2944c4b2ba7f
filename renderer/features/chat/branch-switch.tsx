import { ChevronLeft, ChevronRight } from "lucide-react";
import { useMemo } from "react";
import type { Message } from "../../../contract/chats.ts";
import { siblingsOf } from "../../../contract/message-tree.ts";
import { useSession } from "../../store/session-context.tsx";
import { useAllMessages } from "../../store/use-shown-branch.ts";
import { strings } from "../../strings.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import styles from "./branch-switch.module.css";

/** Where a message has siblings: which of them this is, and the way to the others. */
export function BranchSwitch({ message }: { readonly message: Message }) {
  const { chats, notices } = useSession();
  const messages = useAllMessages(message.chatId);
  const siblings = useMemo(() => siblingsOf(message, messages), [message, messages]);
  if (siblings.length < 2) return null;
  const at = siblings.findIndex(({ id }) => id === message.id);

  const show = async (sibling: Message | undefined): Promise<void> => {
    if (sibling === undefined) return;
    await notices.getState().attempt(strings.branches.failed, () => chats.getState().show(sibling));
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls.
    <span className={styles.branches} role="group" aria-label={strings.branches.label(at + 1, siblings.length)}>
      <IconButton
        label={strings.branches.previous}
        icon={ChevronLeft}
        aria-disabled={at === 0}
        onClick={() => void show(siblings[at - 1])}
      />
      <span className={styles.count} aria-hidden>
        {strings.branches.count(at + 1, siblings.length)}
      </span>
      <IconButton
        label={strings.branches.next}
        icon={ChevronRight}
        aria-disabled={at === siblings.length - 1}
        onClick={() => void show(siblings[at + 1])}
      />
    </span>
  );
}
