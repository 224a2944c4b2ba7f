/**
 * Keeps the engine's V8 at 1 MB for young objects (and its copy). The native library makes a sampler with a buffer of 12
 * bytes a vocabulary entry for every evaluation and frees it when V8 collects the sampler: with the usual 16 MB that is
 * hundreds of buffers later, all of them fresh pages (docs/decisions/0012). Must be set before the process has a heap.
 */
export const YOUNG_HEAP_FLAG = "--max-semi-space-size=1";
