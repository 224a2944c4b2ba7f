/** By the system's code; what people do not run into is told by the code itself. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  ENOTDIR: "a part of its path is a file",
  EISDIR: "it is a folder",
  EEXIST: "a file has its name",
  EACCES: "you have no permission",
  EPERM: "you have no permission",
  EROFS: "the disk may not be written to",
  ENOSPC: "the disk is full",
};

/** Why a file could not be read or written, as the end of a sentence that says which. */
export function whyUnusable(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons[code] ?? (code === "" ? "the system does not say why" : `the system says ${code}`);
}
