/** Now, as a part of a file name: sorts by time, and no file system minds it. */
export function fileTimestamp(): string {
  return new Date().toISOString().replace(/[:.]/g, "-");
}
