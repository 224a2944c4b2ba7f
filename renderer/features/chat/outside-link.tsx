import { ExternalLink } from "lucide-react";
import type { MouseEvent, ReactNode } from "react";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import styles from "./markdown.module.css";

interface OutsideLinkProps {
  /** Null: the link leads nowhere a browser should go, and only its text is shown. */
  readonly address: URL | null;
  readonly children: ReactNode;
}

/** A link of a reply, with the host it really leads to; opens outside the window. */
export function OutsideLink({ address, children }: OutsideLinkProps) {
  const { bridge, notices } = useSession();
  if (address === null) return <span>{children}</span>;

  const open = async (event: MouseEvent): Promise<void> => {
    event.preventDefault();
    await notices.getState().attempt(strings.reply.linkFailed, async () => {
      const opened = await bridge.call("shell.open-link", { url: address.href });
      if (!opened) window.open(address.href, "_blank", "noopener,noreferrer");
    });
  };

  return (
    <>
      <a href={address.href} target="_blank" rel="noopener noreferrer" onClick={(event) => void open(event)}>
        {/* Nothing in the text of the link may turn the direction of the host. */}
        <bdi>{children}</bdi>
      </a>
      <span className={styles.host}>
        {" "}
        (<bdi dir="ltr">{address.host}</bdi>
        <ExternalLink size="0.75rem" aria-hidden />)
      </span>
    </>
  );
}
