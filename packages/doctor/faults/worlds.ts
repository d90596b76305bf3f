import { execFile, spawn } from "node:child_process";
import { createServer } from "node:net";
import { mkdir } from "node:fs/promises";
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

/** Somebody outside who sends a signal to whatever has a mark in its command line. */
export function killer(mark: string, signal: string): () => Promise<() => Promise<void>> {
  return async () => {
    const script = `while :; do for p in /proc/[0-9]*; do if tr '\\0' ' ' < $p/cmdline 2>/dev/null | grep -q '^[^ ]*\\(sleep\\|node\\|python3\\).*${mark}'; then sleep 0.5; kill -${signal} \${p#/proc/} 2>/dev/null; exit; fi; done; sleep 0.1; done`;
    const child = spawn("bash", ["-c", script], { stdio: "ignore" });
    return async () => {
      child.kill("SIGKILL");
    };
  };
}
