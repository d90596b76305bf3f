import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { mkdir, readFile, readdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { faultPort } from "./fault-ports.ts";

const run = promisify(execFile);

/** Takes a port of the loopback for as long as a fault lasts. */
export function takenPort(port: number): () => Promise<() => Promise<void>> {
  return async () => {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen({ port: faultPort(port), host: "127.0.0.1" }, resolve);
    });
    return () => new Promise<void>((resolve) => void server.close(() => resolve()));
  };
}

/** A web server of another process, in the network of an engine, that holds a port and answers. */
export function heldPort(port: number): (beside: readonly string[]) => Promise<() => Promise<void>> {
  return async (beside) => {
    const server = `require("http").createServer((q, r) => r.end("{}")).listen(${faultPort(port)}, "127.0.0.1", () => console.log("up"))`;
    const [command, ...words] = [...beside, process.execPath, "-e", server];
    const child = spawn(command, words, { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    return async () => {
      const gone = once(child, "exit");
      child.kill();
      await gone;
    };
  };
}

/** A dependency that is up, and answers every request with an error. */
export function refusingPort(port: number): () => Promise<() => Promise<void>> {
  return async () => {
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.on("data", () => socket.end("E: password authentication failed\n"));
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen({ port: faultPort(port), host: "127.0.0.1" }, resolve);
    });
    return () => new Promise<void>((resolve) => void server.close(() => resolve()));
  };
}

/** A dependency that begins to listen only after a while. */
export function latePort(port: number, delayMs: number): () => Promise<() => Promise<void>> {
  return async () => {
    const server = createServer((socket) => socket.on("error", () => undefined));
    const timer = setTimeout(() => server.listen({ port: faultPort(port), host: "127.0.0.1" }), delayMs);
    return async () => {
      clearTimeout(timer);
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    };
  };
}

/** A dependency that begins to listen once a program that has a mark among its arguments has run and is gone. */
export function portAfter(port: number, mark: string): () => Promise<() => Promise<void>> {
  return async () => {
    const server = createServer((socket) => socket.on("error", () => undefined));
    const over = new AbortController();
    const watch = async (): Promise<void> => {
      while (!over.signal.aborted && (await marked(mark)) === undefined) await sleep(10);
      while (!over.signal.aborted && (await marked(mark)) !== undefined) await sleep(10);
      if (!over.signal.aborted) server.listen({ port: faultPort(port), host: "127.0.0.1" });
    };
    const watching = watch();
    return async () => {
      over.abort();
      await watching;
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
  const pid = await marked(mark);
  if (pid === undefined) return false;
  await sleep(400);
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** The process of a fault's program that has a mark among its arguments: neither its tracer nor the doctor. */
async function marked(mark: string): Promise<number | undefined> {
  for (const name of (await readdir("/proc")).filter((each) => /^\d+$/.test(each))) {
    const words = (await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "")).split("\0");
    if (/(^|\/)(node|sleep|python3)$/.test(words[0] ?? "") && words.includes(mark) && !words.includes("run"))
      return Number(name);
  }
  return undefined;
}
