/** As the ref of a field: what it begins with is selected when it appears, ready to be typed over. */
export function selectOnce(field: HTMLInputElement | null): void {
  field?.focus();
  field?.select();
}
