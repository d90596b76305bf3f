import type { Analyzer } from "../analyze-failure.ts";
import { serveExit, type Failure } from "../failure.ts";

type Words = readonly [code: string, what: string, action: string, exitCode: number];

const causes: Readonly<Record<string, Words>> = {
  ENOSPC: [
    "DISK_FULL",
    "the disk is full",
    "Free space there or give the volume more; nothing that was answered is lost.",
    serveExit.cannotCreate,
  ],
  SQLITE_FULL: [
    "DISK_FULL",
    "the disk with the embedded store is full",
    "Free space in DATA_DIR or give the volume more; nothing that was answered is lost.",
    serveExit.cannotCreate,
  ],
  EDQUOT: ["QUOTA_EXCEEDED", "the disk quota is used up", "Free space or raise the quota.", serveExit.cannotCreate],
  EROFS: [
    "READ_ONLY",
    "the file system is read-only",
    "Mount a writable volume there, or point DATA_DIR to one.",
    serveExit.cannotCreate,
  ],
  ENOTDIR: [
    "NOT_A_FOLDER",
    "a file stands where a folder is needed",
    "Move it away or choose another DATA_DIR.",
    serveExit.cannotCreate,
  ],
  EISDIR: ["NOT_A_FILE", "a folder stands where a file is needed", "Move it away.", serveExit.cannotCreate],
  ENAMETOOLONG: [
    "NAME_TOO_LONG",
    "the path is too long for the file system",
    "Choose a shorter DATA_DIR.",
    serveExit.cannotCreate,
  ],
  EACCES: ["NO_PERMISSION", "permission denied", "", serveExit.permission],
  EPERM: ["NO_PERMISSION", "the operation is not permitted", "", serveExit.permission],
  EIO: [
    "DISK_ERROR",
    "the disk reports an error",
    "Look at the kernel log (dmesg) and at the disk itself.",
    serveExit.inputOutput,
  ],
  ESTALE: ["DISK_ERROR", "the network file system lost the file", "Mount it again.", serveExit.inputOutput],
};

/** Failures of the file system, whoever met them. */
export const explainDisk: Analyzer = (error, phase) => {
  const words = typeof error.code === "string" ? causes[error.code] : undefined;
  const { path, syscall } = error as NodeJS.ErrnoException;
  // Sockets know EACCES and EPERM, too; those have analyzers of their own.
  if (words === undefined || syscall === "listen" || syscall === "connect") return undefined;
  const [code, what, action, exitCode] = words;
  const where = path === undefined ? "" : `: ${path}`;
  return {
    code,
    description: `${what} (phase ${phase}, ${error.code})${where}`,
    action: action || permissionAction(path),
    exitCode,
  } satisfies Failure;
};

function permissionAction(path = "the data folder"): string {
  const user = process.getuid?.() ?? "the server's user";
  return `Let user ${user} write there (chown -R ${user} ${path}), or start as its owner.`;
}
