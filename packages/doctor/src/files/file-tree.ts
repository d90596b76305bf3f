import { open, readdir, stat } from "node:fs/promises";

export interface FileFacts {
  readonly kind: "file" | "directory" | "other";
  /** Permission bits only. */
  readonly mode: number;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** The files that a program sees: this machine's, or a container's, read without changing either. Links are followed. */
export interface FileTree {
  stat(path: string): Promise<FileFacts | undefined>;
  read(path: string, maxBytes?: number): Promise<Buffer | undefined>;
  list(path: string): Promise<string[]>;
}

/** The file tree of this machine, or of another process through its root (`/proc/N/root`). */
export function hostFiles(root = ""): FileTree {
  const at = (path: string): string => `${root}${path}`;
  return {
    stat: async (path) => {
      const found = await stat(at(path)).catch(() => undefined);
      if (found === undefined) return undefined;
      const kind = found.isFile() ? "file" : found.isDirectory() ? "directory" : "other";
      const { size, mtimeMs, uid, gid } = found;
      return { kind, mode: found.mode & 0o7777, sizeBytes: size, modifiedAtMs: mtimeMs, uid, gid };
    },
    read: async (path, maxBytes = 512 * 2 ** 20) => {
      const handle = await open(at(path), "r").catch(() => undefined);
      if (handle === undefined) return undefined;
      try {
        const { size } = await handle.stat();
        const buffer = Buffer.alloc(Math.min(size === 0 ? 65_536 : size, maxBytes));
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
        return buffer.subarray(0, bytesRead);
      } catch {
        return undefined;
      } finally {
        await handle.close();
      }
    },
    list: (path) => readdir(at(path)).catch(() => []),
  };
}
