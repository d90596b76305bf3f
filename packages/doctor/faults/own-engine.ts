import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connectDocker, type DockerApi } from "../src/docker/docker-api.ts";
import { layOutDebian } from "./base-image.ts";

/** Names of the base images, in an engine that holds nothing else. */
export const IMAGES = { node: "faults/node:base", debian: "faults/debian:base" } as const;

/** A Docker engine of the laboratory's own: nobody else's containers, images, volumes, networks or packet filters reach it. */
export interface OwnEngine {
  readonly api: DockerApi;
  /** The words before a command that run it in the engine's network, where published ports are. */
  readonly beside: readonly string[];
  stop(): Promise<void>;
}

const START_MS = 30_000;

/**
 * Starts an engine with its own socket, data, network and name space in containerd, and makes two base images of this machine's packages.
 * Debian's `docker.io` is installed where it is missing. Where any of that cannot be done, a sentence says what.
 */
export async function startOwnEngine(): Promise<OwnEngine | string> {
  if (process.platform !== "linux") return "needs Linux";
  if (process.getuid?.() !== 0) return "needs root";
  if (!areInstalled() && !install()) return "needs a Docker engine, which cannot be installed here";
  if (!isInstalled("dpkg-query")) return "needs a Debian, of which the base images are made";
  const folder = await mkdtemp(join(tmpdir(), "faults-engine-"));
  const daemon = launch(folder);
  const stop = async (): Promise<void> => {
    const gone = daemon.exitCode === null && daemon.signalCode === null ? once(daemon, "exit") : undefined;
    daemon.kill("SIGTERM");
    await gone;
    await unmountBelow(folder);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const api = await answering(daemon, `unix://${join(folder, "docker.sock")}`);
    if (api === undefined) {
      const why = (await readFile(join(folder, "log"), "utf8")).trim().split("\n").at(-1) ?? "";
      await stop();
      return `the Docker engine does not start here: ${why.slice(-300)}`;
    }
    await makeImages(folder);
    return { api, beside: ["nsenter", `--net=/proc/${daemon.pid ?? 0}/ns/net`, "--"], stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The engine ends with this process, however that ends. */
function launch(folder: string): ChildProcess {
  const own = `faults-${process.pid}`;
  const settings = {
    host: `unix://${join(folder, "docker.sock")}`,
    pidfile: join(folder, "pid"),
    "data-root": join(folder, "data"),
    "exec-root": join(folder, "exec"),
    "containerd-namespace": own,
    "containerd-plugins-namespace": `${own}-plugins`,
    bridge: "none",
    iptables: "false",
    ip6tables: "false",
    "ip-masq": "false",
    "ip-forward": "false",
  };
  const options = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
  // In the machine's network the packet filter of another engine would drop what its containers say to each other.
  const inOwnNetwork = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec dockerd "$@"', "dockerd"];
  const log = createWriteStream(join(folder, "log"));
  const daemon = spawn("setpriv", ["--pdeathsig", "TERM", ...inOwnNetwork, ...options], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  daemon.stdout.pipe(log, { end: false });
  daemon.stderr.pipe(log, { end: false });
  return daemon;
}

/** An engine leaves a mount behind once a container has used the machine's own network. */
async function unmountBelow(folder: string): Promise<void> {
  const mounts = (await readFile("/proc/self/mounts", "utf8")).split("\n").map((line) => line.split(" ")[1] ?? "");
  for (const point of mounts.filter((each) => each.startsWith(`${folder}/`)).reverse())
    spawnSync("umount", ["-l", point], { stdio: "ignore" });
}

async function answering(daemon: ChildProcess, address: string): Promise<DockerApi | undefined> {
  const until = Date.now() + START_MS;
  while (Date.now() < until && daemon.exitCode === null && daemon.signalCode === null) {
    const api = await connectDocker(address).catch(() => undefined);
    if (api !== undefined) return api;
    await sleep(100);
  }
  return undefined;
}

async function makeImages(folder: string): Promise<void> {
  const root = join(folder, "root");
  await layOutDebian(root);
  await importImage(folder, IMAGES.debian);
  await mkdir(join(root, "usr/local/bin"), { recursive: true });
  await copyFile(process.execPath, join(root, "usr/local/bin/node"));
  await importImage(folder, IMAGES.node);
  await rm(root, { recursive: true });
}

/** Streams the folder `root` into an image. */
async function importImage(folder: string, name: string): Promise<void> {
  const tar = spawn("tar", ["-C", join(folder, "root"), "-cf", "-", "."], { stdio: ["ignore", "pipe", "inherit"] });
  const [repo = "", tag = ""] = name.split(":");
  const change = "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  const query = new URLSearchParams({ fromSrc: "-", repo, tag, changes: change }).toString();
  const call = request({ socketPath: join(folder, "docker.sock"), method: "POST", path: `/images/create?${query}` });
  tar.stdout.pipe(call);
  const [response] = (await once(call, "response")) as [import("node:http").IncomingMessage];
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += String(chunk);
  // A failure in mid-stream still has status 200.
  if (response.statusCode !== 200 || text.includes('"error"'))
    throw new Error(`${name} could not be imported: ${text}`);
}

function isInstalled(program: string): boolean {
  const folders = [...(process.env["PATH"] ?? "").split(":"), "/usr/sbin", "/sbin"];
  return folders.some((folder) => existsSync(join(folder, program)));
}

const areInstalled = (): boolean => ["dockerd", "ip"].every(isInstalled);

function install(): boolean {
  // RUNLEVEL keeps the package from starting an engine of its own.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const apt = (...args: readonly string[]): boolean =>
    spawnSync("apt-get", args, { stdio: "ignore", env }).status === 0;
  const packages = ["install", "-y", "-qq", "--no-install-recommends", "docker.io", "iproute2"];
  return (apt(...packages) || (apt("update", "-qq") && apt(...packages))) && areInstalled();
}
