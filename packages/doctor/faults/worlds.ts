import { execFile } from "node:child_process";
import { createServer } from "node:net";
import { mkdir, readFile, readdir } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Takes a port of the loopback for as long as a fault lasts. */
export function takenPort(port: number): () => Promise<() => Promise<void>> {
  return async () => {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen({ port, host: "127.0.0.1" }, resolve);
    });
    return () => new Promise<void>((resolve) => void server.close(() => resolve()));
  };
}

/** A dependency that begins to listen only after a while. */
export function latePort(port: number, delayMs: number): () => Promise<() => Promise<void>> {
  return async () => {
    const server = createServer((socket) => socket.on("error", () => undefined));
    const timer = setTimeout(() => server.listen({ port, host: "127.0.0.1" }), delayMs);
    return async () => {
      clearTimeout(timer);
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    };
  };
}

/** A small file system at a folder of the fault, read-only or filled to the last byte. */
export function mounted(name: string, kind: "read-only" | "full"): (folder: string) => Promise<() => Promise<void>> {
  return async (folder) => {
    const point = `${folder}/${name}`;
    await mkdir(point, { recursive: true });
    await run("mount", ["-t", "tmpfs", "-o", "size=64k", "fault", point]);
    if (kind === "read-only") await run("mount", ["-o", "remount,ro", point]);
    else await run("sh", ["-c", `dd if=/dev/zero of=${point}/filler bs=1k 2>/dev/null || true`]);
    return async () => {
      await run("umount", ["-l", point]);
    };
  };
}

/** Somebody outside who sends a signal to the program that has a mark among its arguments. */
export function killer(mark: string, signal: NodeJS.Signals): () => Promise<() => Promise<void>> {
  return async () => {
    const timer = setInterval(() => void strike(mark, signal).then((struck) => struck && clearInterval(timer)), 100);
    return async () => clearInterval(timer);
  };
}

async function strike(mark: string, signal: NodeJS.Signals): Promise<boolean> {
  for (const name of (await readdir("/proc")).filter((each) => /^\d+$/.test(each))) {
    const words = (await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "")).split("\0");
    if (!/(^|\/)(node|sleep)$/.test(words[0] ?? "") || !words.includes(mark) || words.includes("run")) continue;
    await new Promise((resolve) => setTimeout(resolve, 400));
    try {
      process.kill(Number(name), signal);
      return true;
    } catch {
      return false;
    }
  }
  return false;
}
