/** What the publisher's file name says of its quantisation, such as `Q4_K_M`; null where it says nothing. */
export function quantizationOfFile(stem: string): string | null {
  const found = /(?:^|[-.])((?:i?q|tq)\d[a-z0-9_]*|bf16|f16|fp16|f32|mxfp4\w*)$/iu.exec(stem);
  return found?.[1]?.toUpperCase().replace("FP16", "F16") ?? null;
}
