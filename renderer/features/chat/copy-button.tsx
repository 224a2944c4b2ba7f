import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";
import { IconButton } from "../../ui/icon-button.tsx";

const SHOWN_MS = 1_500;

interface CopyButtonProps {
  readonly text: string;
  /** What it copies. */
  readonly label?: string;
}

export function CopyButton({ text, label = strings.reply.copy }: CopyButtonProps) {
  const { notices } = useSession();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async (): Promise<void> => {
    const { attempt } = notices.getState();
    if (await attempt(strings.reply.copyFailed, () => navigator.clipboard.writeText(text))) setCopied(true);
  };

  return (
    <IconButton
      label={copied ? strings.reply.copied : label}
      icon={copied ? Check : Copy}
      onClick={() => void copy()}
    />
  );
}
