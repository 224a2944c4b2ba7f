/** Gives the focus to the first element a selector finds, if any. */
export function focusOn(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}
