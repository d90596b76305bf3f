import { basename, dirname, join, resolve } from "node:path";

/** A name beside the target that no other run uses. */
export function draftFolder(target: string): string {
  const absolute = resolve(target);
  return join(dirname(absolute), `.${basename(absolute)}.${process.pid}.${Date.now().toString(36)}.draft`);
}
