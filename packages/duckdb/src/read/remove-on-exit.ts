import { rmSync } from "node:fs";
import { rm } from "node:fs/promises";

const remaining = new Set<string>();

/** Marks a file or folder that must not outlive this process, however it ends (a kill aside). */
export function removeOnExit(path: string): void {
  if (remaining.size === 0) process.once("exit", removeAll);
  remaining.add(path);
}

export async function removeNow(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
  keepOnExit(path);
}

/** Takes the mark off again. */
export function keepOnExit(path: string): void {
  remaining.delete(path);
  if (remaining.size === 0) process.off("exit", removeAll);
}

function removeAll(): void {
  for (const path of remaining) rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}
