import { OutriderError } from "../../contract/outrider-error.ts";
import { count } from "../text/in-messages.ts";

const DOWNLOAD_AGAIN = "Download it again.";

/** A file that cannot be used as a model. `fault` completes the sentence that its name begins. */
export function unreadable(fileName: string, fault: string, nextStep = DOWNLOAD_AGAIN): OutriderError {
  return new OutriderError("model-unreadable", `${fileName} ${fault}. ${nextStep}`);
}

/** A file that breaks a rule of the format in a way that a shortened download does not explain. */
export function damaged(fileName: string, fault: string): OutriderError {
  return unreadable(fileName, `is damaged: ${fault}`);
}

/** @param promised bytes by the header's own account; null where the file ends inside its header */
export function cutShort(fileName: string, promised: number | null, actual: number): OutriderError {
  return unreadable(
    fileName,
    promised === null
      ? `is cut short: it ends inside its header, after ${count(actual)} bytes`
      : `is cut short: its header promises ${count(promised)} bytes, the file has ${count(actual)}`,
  );
}
