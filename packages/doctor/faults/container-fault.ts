import type { Fault } from "./fault.ts";

export interface Neighbour {
  readonly alias: string;
  readonly argv: readonly string[];
  /** It is sent SIGUSR2 once the faulty container has ended for the first time. */
  readonly wokenByEnd?: true;
}

/** A fault in a container: files over a base image, and the engine's settings. */
export interface ContainerFault extends Pick<Fault, "id" | "cause" | "behind" | "files" | "modes" | "build"> {
  readonly image?: "node" | "debian";
  readonly argv: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly host?: Readonly<Record<string, unknown>>;
  readonly policy?: "always" | "unless-stopped" | "on-failure" | "no";
  /** A port on the loopback of the machine that leads to one of the container. */
  readonly publishes?: { readonly inside: number; readonly outside: number };
  /** Containers in the same network. */
  readonly neighbours?: readonly Neighbour[];
  /** What somebody does to it once it runs. */
  readonly afterwards?: "stop" | "kill" | "host-kill" | "restart-twice";
  /** How long it is left alone, at least, before the doctor is called. */
  readonly settleMs?: number;
  /** A named volume, with files that were there before and their owner. */
  readonly volume?: { readonly at: string; readonly files?: Readonly<Record<string, string>> };
  readonly source?: Readonly<Record<string, string>>;
  /** Things of the outer world that belong to the fault, made in the engine's network; what it returns takes them away again. */
  readonly world?: (beside: readonly string[]) => Promise<() => Promise<void>>;
}
