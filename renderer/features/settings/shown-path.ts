/** A path as people write it: what lies in their own folder begins with `~`. The same form can be typed in. */
export function shownPath(path: string, home: string): string {
  if (path === home) return "~";
  const rest = path.slice(home.length);
  return home !== "" && path.startsWith(home) && /^[/\\]/.test(rest) ? `~${rest}` : path;
}
