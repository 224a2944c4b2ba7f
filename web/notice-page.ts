import { escapeMarkup } from "../host/traces/markup.ts";

/** A page of one sentence, for whoever has no access yet. No styles and no scripts: nothing of the app is shown before. */
export function noticePage(sentence: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Outrider</title></head>
<body><h1>Outrider</h1><p>${escapeMarkup(sentence)}</p></body>
</html>
`;
}
