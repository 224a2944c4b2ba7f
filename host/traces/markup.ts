const named: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML and XML content or attribute. Characters that XML 1.0 cannot hold at all become U+FFFD. */
export function escapeMarkup(text: string): string {
  return (
    text
      .replaceAll(/[&<>"']/g, (character) => named[character] ?? "")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
      .replaceAll(/\p{Surrogate}/gu, "\ufffd")
  );
}
