/** One change that a trial in a clone makes, and nothing else; remedies are lists of them. */
export type Change =
  | { readonly kind: "set-variable"; readonly name: string; readonly value: string }
  | { readonly kind: "unset-variable"; readonly name: string }
  | { readonly kind: "terminal" }
  | { readonly kind: "open-input" }
  | { readonly kind: "init" }
  /** For Node programs: servers that were created and never told to listen are told to. */
  | { readonly kind: "listen" }
  /** For Node programs: an exit waits until all output is written. */
  | { readonly kind: "flush-output" }
  | { readonly kind: "restart-policy"; readonly policy: string }
  | { readonly kind: "write-file"; readonly path: string; readonly content: Buffer; readonly mode: number }
  | { readonly kind: "remove-file"; readonly path: string }
  | { readonly kind: "make-folder"; readonly path: string }
  | { readonly kind: "set-mode"; readonly path: string; readonly mode: number }
  | { readonly kind: "writable-folder"; readonly path: string }
  | { readonly kind: "command"; readonly argv: readonly string[] }
  | { readonly kind: "user"; readonly user: string }
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "stand-in"; readonly host: string; readonly port: number }
  | { readonly kind: "stand-in-socket"; readonly path: string }
  | { readonly kind: "blocked-port"; readonly port: number }
  | { readonly kind: "local-address"; readonly address: string }
  | { readonly kind: "more-memory" }
  | { readonly kind: "more-files" }
  | { readonly kind: "more-processes" }
  | { readonly kind: "all-capabilities" }
  /** What a clone gives by itself: its own network, fresh disk space, nobody who sends signals. */
  | { readonly kind: "ambient"; readonly what: "own-network" | "fresh-disk" | "no-outsider" };

export function changeText(change: Change): string {
  switch (change.kind) {
    case "set-variable":
      return `${change.name} set`;
    case "unset-variable":
      return `${change.name} unset`;
    case "terminal":
      return "a pseudo-terminal";
    case "open-input":
      return "standard input kept open";
    case "listen":
      return "the server that was created told to listen";
    case "flush-output":
      return "an exit that waits until output is written";
    case "restart-policy":
      return `restart policy ${change.policy}`;
    case "init":
      return "an init as process 1";
    case "write-file":
      return `${change.path} replaced`;
    case "remove-file":
      return `${change.path} removed`;
    case "make-folder":
      return `${change.path} created`;
    case "set-mode":
      return `${change.path} with mode ${change.mode.toString(8)}`;
    case "writable-folder":
      return `${change.path} writable`;
    case "command":
      return `started as: ${change.argv.join(" ")}`;
    case "user":
      return `run as user ${change.user}`;
    case "folder":
      return `started in ${change.path}`;
    case "stand-in":
      return `a stand-in answering on ${change.host}:${change.port}`;
    case "stand-in-socket":
      return `a stand-in answering on ${change.path}`;
    case "blocked-port":
      return `port ${change.port} taken`;
    case "local-address":
      return `${change.address} given to this machine`;
    case "more-memory":
      return "the memory limit lifted";
    case "more-files":
      return "the open-files limit raised";
    case "more-processes":
      return "the process limit raised";
    case "all-capabilities":
      return "all capabilities";
    case "ambient":
      return {
        "own-network": "a network of its own",
        "fresh-disk": "free disk space",
        "no-outsider": "nobody sending signals",
      }[change.what];
  }
}
