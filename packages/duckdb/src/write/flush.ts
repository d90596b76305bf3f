/** Makes what was written outlast a power failure: until then it may be in the system's memory only. */
import { closeSync, fsyncSync, openSync } from "node:fs";
import { open } from "node:fs/promises";

/** A file's bytes. */
export async function flushFile(path: string): Promise<void> {
  // Not every system flushes through a handle that may only read.
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Which names a folder holds. Does nothing where a system keeps names in another way: Windows, and file systems that have no such call. */
export function flushFolder(path: string): void {
  if (process.platform === "win32") return;
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } catch (error) {
    if (!["EINVAL", "ENOTSUP"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  } finally {
    closeSync(folder);
  }
}
