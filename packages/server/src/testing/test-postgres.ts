import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A PostgreSQL server of the tests: real, on a free port of the loopback, in a temporary folder. */
export interface TestPostgres {
  /** Address without a database: `postgres://recon@127.0.0.1:PORT`. */
  readonly url: string;
  /** Goes away at once, as in a crash; `start` brings it back with its data. */
  halt(): void;
  start(): void;
  stop(): void;
}

const packagesFolder = "/usr/lib/postgresql";
const user = "nobody";

/** Starts PostgreSQL from Debian's packages, installing them as root; undefined where neither is possible. */
export async function startPostgres(): Promise<TestPostgres | undefined> {
  const bin = findBinaries() ?? installBinaries();
  if (bin === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "recon-postgres-"));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) execFileSync("chown", [user, folder]);
  // PostgreSQL refuses to run as root.
  const run = (program: string, args: readonly string[]): void => {
    const command = isRoot
      ? ["setpriv", `--reuid=${user}`, "--clear-groups", join(bin, program)]
      : [join(bin, program)];
    const [file = "", ...first] = command;
    execFileSync(file, [...first, ...args], { stdio: ["ignore", "ignore", "pipe"], cwd: folder });
  };
  const data = join(folder, "data");
  run("initdb", ["-D", data, "-U", "recon", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]);
  const port = await freePort();
  const options = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=${folder} -c max_connections=200 -c fsync=off`;
  const start = (): void => run("pg_ctl", ["-D", data, "-w", "-l", join(folder, "log"), "-o", options, "start"]);
  const halt = (): void => run("pg_ctl", ["-D", data, "-w", "-m", "immediate", "stop"]);
  start();
  return {
    url: `postgres://recon@127.0.0.1:${port}`,
    halt,
    start,
    stop: () => {
      halt();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function findBinaries(): string | undefined {
  if (!existsSync(packagesFolder)) return undefined;
  const versions = readdirSync(packagesFolder)
    .map(Number)
    .filter((version) => version >= 15);
  const newest = Math.max(...versions);
  const bin = join(packagesFolder, String(newest), "bin");
  return existsSync(join(bin, "initdb")) ? bin : undefined;
}

function installBinaries(): string | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const options = { stdio: "ignore", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } } as const;
  const install = () =>
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "postgresql"], options);
  if (install().status !== 0) {
    spawnSync("apt-get", ["update", "-qq"], options);
    install();
  }
  return findBinaries();
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
