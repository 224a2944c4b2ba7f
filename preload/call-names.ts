import type { CallName } from "../contract/calls.ts";

/**
 * The contract's table of calls, names only: the schemas would bring zod into the preload script, and main checks the
 * inputs anyway. The type makes this list complete and correct.
 */
const callNames: Readonly<Record<CallName, true>> = {
  "app.state": true,
  "settings.update": true,
  "models.refresh": true,
  "models.add": true,
  "models.fits": true,
  "models.costs": true,
  "models.memory": true,
  "catalog.read": true,
  "hub.look": true,
  "hub.token": true,
  "hub.set-token": true,
  "downloads.start": true,
  "downloads.pause": true,
  "downloads.resume": true,
  "downloads.remove": true,
  "folders.browse": true,
  "folders.choose": true,
  "files.choose": true,
  "folders.suggest": true,
  "pair.select": true,
  "pair.unload": true,
  "engine.restart": true,
  "chats.open": true,
  "chats.rename": true,
  "chats.export": true,
  "chats.import": true,
  "chats.set-system-prompt": true,
  "chats.set-decoding": true,
  "chats.pin": true,
  "chats.remove": true,
  "chats.restore": true,
  "chats.search": true,
  "chats.send": true,
  "chats.retry": true,
  "chats.take-back": true,
  "chats.regenerate": true,
  "chats.continue": true,
  "chats.branch": true,
  "chats.show": true,
  "prompt.count": true,
  "replies.stop": true,
  "replies.set-k": true,
  "replies.trace": true,
  "traces.export": true,
  "traces.import": true,
  "replies.acknowledge": true,
  "shell.open-link": true,
};

export function isCallName(name: unknown): name is CallName {
  return typeof name === "string" && Object.hasOwn(callNames, name);
}
