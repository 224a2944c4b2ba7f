import { strings } from "../../strings.ts";
import { useTokenCount } from "./use-token-count.ts";

/** How long the message in the making is. */
export function DraftTokens({ text }: { readonly text: string }) {
  const count = useTokenCount(text.trim());
  return count === null ? null : <p data-draft-tokens>{strings.composer.tokens(count)}</p>;
}
