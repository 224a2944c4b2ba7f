import { type LoadSettings, loadSettingsSchema } from "../../../contract/loading.ts";

/** Whether two load settings put a pair into memory the same way. */
export function sameLoad(left: LoadSettings, right: LoadSettings): boolean {
  return loadSettingsSchema.keyof().options.every((key) => left[key] === right[key]);
}
