import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { describeProcess } from "./process-identity.ts";

const LISTEN = "0A";

/** Who listens on a port of this machine, in words; says so when the system does not tell. */
export function describePortOwner(port: number): string {
  const pids = process.platform === "linux" ? ownersOnLinux(port) : ownersByLsof(port);
  if (pids.length > 0) return pids.map(describeProcess).join(" and ");
  return `a process that cannot be seen from here (another user's, or another container's); ask as root: ${
    process.platform === "linux" ? `ss -ltnp 'sport = :${port}'` : `lsof -nP -iTCP:${port} -sTCP:LISTEN`
  }`;
}

function ownersOnLinux(port: number): readonly number[] {
  const sockets = new Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) => listeningSockets(table, port)));
  if (sockets.size === 0) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && holdsOneOf(pid, sockets));
}

/** Inodes of the listening sockets; a line is `sl local remote state … inode` with ports in hexadecimal. */
function listeningSockets(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return readLines(table).flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    return fields[3] === LISTEN && fields[1]?.endsWith(suffix) ? [`socket:[${fields[9]}]`] : [];
  });
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch {
    return [];
  }
}

function holdsOneOf(pid: number, sockets: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      try {
        return sockets.has(readlinkSync(`/proc/${pid}/fd/${fd}`));
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
}

function ownersByLsof(port: number): readonly number[] {
  const { stdout } = spawnSync("lsof", ["-nP", "-t", `-iTCP:${port}`, "-sTCP:LISTEN"], { encoding: "utf8" });
  return (stdout ?? "").split("\n").filter(Boolean).map(Number);
}
