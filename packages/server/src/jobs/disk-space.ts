import { statfs } from "node:fs/promises";
import { Problem } from "@recon/api";

/** Bytes that a program without privileges may still write where the folder lies. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Refuses what would leave less than the reserve: a full disk is told before it happens, while the store can still write. */
export async function requireSpace(folder: string, neededBytes: number, reserveBytes: number): Promise<void> {
  const free = await freeBytes(folder);
  if (free - neededBytes >= reserveBytes) return;
  throw new Problem(
    "DISK_FULL",
    `This needs about ${inMebibytes(neededBytes)} and the server has ${inMebibytes(Math.max(0, free - reserveBytes))} left; ` +
      "delete runs or files that nobody needs, or ask its administrator for space.",
  );
}

const inMebibytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20).toLocaleString("en")} MiB`;
