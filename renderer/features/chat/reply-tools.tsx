import { ListTree } from "lucide-react";
import { memo } from "react";
import type { Message } from "../../../contract/chats.ts";
import { isActive } from "../../store/message-list.ts";
import { useSession } from "../../store/session-context.tsx";
import type { ReplyView } from "../../store/view.ts";
import { strings } from "../../strings.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { BranchSwitch } from "./branch-switch.tsx";
import { CopyButton } from "./copy-button.tsx";
import { RegenerateButton } from "./regenerate-button.tsx";
import styles from "./reply.module.css";

interface ReplyToolsProps {
  readonly message: Message;
  /** What may be copied; null: nothing yet. */
  readonly answer: string | null;
  readonly shown: ReplyView;
}

/** What can be done with a reply. None of it changes while the reply is written, so it is not drawn again with it. */
export const ReplyTools = memo(function ReplyTools({ message, answer, shown }: ReplyToolsProps) {
  const { view } = useSession();
  return (
    <div className={styles.tools}>
      <BranchSwitch message={message} />
      {answer === null ? null : <CopyButton text={answer} />}
      {isActive(message) ? null : <RegenerateButton reply={message} />}
      <IconButton
        label={strings.inspector.open}
        icon={ListTree}
        onClick={() => {
          view.getState().inspect(message.id);
          view.getState().setInspector(true);
        }}
      />
      <Segmented
        label={strings.reply.view}
        value={shown}
        options={[
          { value: "read", label: strings.reply.read },
          { value: "tokens", label: strings.reply.tokens },
        ]}
        onChange={(next) => view.getState().setReplyView(message.id, next)}
      />
    </div>
  );
});
