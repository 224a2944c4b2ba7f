/** Exact names the engine, Node and the GPU drivers need. */
const NEEDED = new Set([
  "PATH",
  "HOME",
  "USERPROFILE",
  "TMPDIR",
  "TEMP",
  "TMP",
  "LANG",
  "TZ",
  "SYSTEMROOT",
  "WINDIR",
  "SYSTEMDRIVE",
  "COMSPEC",
  "PATHEXT",
  "APPDATA",
  "LOCALAPPDATA",
  "PROGRAMDATA",
  "LD_LIBRARY_PATH",
]);

/** Families of names that steer GPU drivers, llama.cpp and Outrider itself. */
const NEEDED_PREFIXES = [
  "LC_",
  "XDG_",
  "OUTRIDER_",
  "NODE_LLAMA_CPP_",
  "GGML_",
  "LLAMA_",
  "CUDA_",
  "NVIDIA_",
  "VK_",
  "HIP_",
  "ROCR_",
  "HSA_",
  "MTL_",
  "DYLD_",
];

/**
 * The engine's environment: what it needs of ours, and nothing a model file or a native library has any business with
 * (tokens, keys, NODE_OPTIONS). One libuv thread, because llama.cpp's compute threads are then always driven from the
 * same one: twice as fast on a CPU.
 */
export function engineEnvironment(environment: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined) continue;
    const upper = name.toUpperCase();
    if (NEEDED.has(upper) || NEEDED_PREFIXES.some((prefix) => upper.startsWith(prefix))) kept[name] = value;
  }
  return { ...kept, UV_THREADPOOL_SIZE: "1" };
}
