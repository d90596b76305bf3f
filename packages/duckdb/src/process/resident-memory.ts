import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** Resident memory of a process in bytes; undefined when it is gone or the system does not tell. */
export async function residentBytes(pid: number): Promise<number | undefined> {
  if (process.platform === "linux") {
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    const match = /^VmRSS:\s+(\d+) kB/m.exec(status);
    return match === null ? undefined : Number(match[1]) * 1024;
  }
  if (process.platform === "win32") return undefined;
  const output = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]).catch(() => undefined);
  const kilobytes = Number(output?.stdout.trim());
  return Number.isFinite(kilobytes) && kilobytes > 0 ? kilobytes * 1024 : undefined;
}
