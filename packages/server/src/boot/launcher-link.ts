import { writeSync } from "node:fs";
import type { Failure } from "./failure.ts";
import type { Phase } from "./phases.ts";

/** The pipe that the launcher gives the server beside standard output and error. */
export const LINK_FD = 3;

/** What the server tells its launcher. Written synchronously, so that no way of dying can lose a word already said. */
export type LinkMessage =
  | { readonly kind: "phase"; readonly phase: Phase }
  | { readonly kind: "ready"; readonly url: string; readonly startMs: number }
  | { readonly kind: "ended"; readonly end: Ending };

/** How a server ended by its own account. */
export type Ending =
  { readonly kind: "stopped"; readonly description: string } | { readonly kind: "failed"; readonly failure: Failure };

/** What the launcher asks of the server, over the process channel. */
export interface StopRequest {
  readonly kind: "stop";
  readonly reason: string;
}

/** Says whether the launcher could be told. */
export function tellLauncher(message: LinkMessage): boolean {
  try {
    writeSync(LINK_FD, `${JSON.stringify(message)}\n`);
    return true;
  } catch {
    return false;
  }
}

/** Cuts the launcher's side of the pipe into messages. */
export function readLink(onMessage: (message: LinkMessage) => void): (chunk: string) => void {
  let rest = "";
  return (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onMessage(JSON.parse(line) as LinkMessage);
  };
}
