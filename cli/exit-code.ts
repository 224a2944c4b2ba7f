import { assertNever } from "../contract/assert-never.ts";
import type { ErrorKind } from "../contract/outrider-error.ts";
import { INTERRUPTED } from "./terminal/interruption.ts";

/** 2: something about the command line or the files it names has to change. 1: something broke. */
export function exitCodeOf(kind: ErrorKind): number {
  switch (kind) {
    case "invalid-input":
    case "not-found":
    case "model-unreadable":
    case "pair-mismatch":
    case "context-full":
      return 2;
    case "out-of-memory":
    case "engine-crashed":
    case "engine-failed":
    case "storage":
    case "network":
    case "disconnected":
    case "internal":
      return 1;
    case "cancelled":
      return INTERRUPTED;
    default:
      return assertNever(kind, "error kind");
  }
}
