import { readFile, readdir, readlink } from "node:fs/promises";
import { evidence, type Evidence } from "../evidence/evidence.ts";
import type { Trial } from "../experiment/trial.ts";

export interface PortOwner {
  readonly port: number;
  readonly pid: number;
  readonly command: string;
  readonly cgroup: string;
}

/** The sockets that listen in a network namespace, from /proc/net/tcp: port → inode. */
export async function listeningSockets(
  proc = "/proc/self",
): Promise<Map<number, { inode: string; loopbackOnly: boolean }>> {
  const found = new Map<number, { inode: string; loopbackOnly: boolean }>();
  for (const name of ["tcp", "tcp6"]) {
    const text = await readFile(`${proc}/net/${name}`, "utf8").catch(() => "");
    for (const line of text.split("\n").slice(1)) {
      const fields = line.trim().split(/\s+/);
      if (fields[3] !== "0A") continue;
      const [address = "", port = "0"] = (fields[1] ?? "").split(":");
      const loopbackOnly = /^0100007F$|^00000000000000000000000001000000$/.test(address);
      const number = Number.parseInt(port, 16);
      const known = found.get(number);
      found.set(number, { inode: fields[9] ?? "", loopbackOnly: loopbackOnly && known?.loopbackOnly !== false });
    }
  }
  return found;
}

/** The process that owns a listening port here: socket inode → descriptor → pid → cgroup. */
export async function ownerOfPort(port: number): Promise<PortOwner | undefined> {
  const socket = (await listeningSockets()).get(port);
  if (socket === undefined) return undefined;
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const descriptor of descriptors) {
      if ((await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => "")) !== `socket:[${socket.inode}]`) continue;
      const command = (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).replaceAll("\0", " ").trim();
      const cgroup = await readFile(`/proc/${pid}/cgroup`, "utf8").catch(() => "");
      return { port, pid: Number(pid), command: command.slice(0, 120), cgroup };
    }
  }
  return undefined;
}

/** For every port that a run found taken: who owns it. */
export async function portOwners(trial: Trial): Promise<Evidence[]> {
  const ports = new Set<number>();
  for (const call of trial.trace?.calls ?? []) {
    if ((call.name === "bind" || call.name === "listen") && call.errno === "EADDRINUSE") {
      ports.add(Number(/htons\((\d+)\)/.exec(call.args)?.[1] ?? 0));
    }
  }
  return rivalsOf([...ports]);
}

/** Who else listens on ports that a program wants. */
export async function rivalsOf(ports: readonly number[]): Promise<Evidence[]> {
  const found: Evidence[] = [];
  for (const port of ports) {
    const owner = await ownerOfPort(port);
    if (owner === undefined) continue;
    const name = `process ${owner.pid} (${owner.command})`;
    found.push(evidence("ports.other-owner", `port ${port} belongs to ${name}`, { port, owner: name, pid: owner.pid }));
  }
  return found;
}
