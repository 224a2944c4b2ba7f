import type { ExportedFile } from "../../../contract/exported-file.ts";

/** Hands a file to the browser, or to Electron, to be saved: a download of the page's own, no request goes out. */
export function saveFile({ fileName, mediaType, text }: ExportedFile): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${mediaType};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // The download has its hold on the content by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
