/** The fault matrix, second part: configuration, data folder, secrets, port, system. */
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { expectFailure, expectTerminationFile } from "../testing/expect-failure.ts";
import { ProgramRoom } from "../testing/program.ts";

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;
const SECRET = "a-secret-of-the-test-0123456789-abcdef";

let room: ProgramRoom;
beforeEach(() => {
  room = new ProgramRoom();
});
afterEach(() => room.dispose());

describe("configuration", () => {
  test("every fault is named at once, without a secret", async () => {
    const dataDir = room.folder();
    const termination = join(dataDir, "termination");
    const program = room.start({
      dataDir,
      env: {
        PORT: "70000",
        DATABASE_URL: "mysql://recon:sesame-open@db/recon",
        REDIS_URL: "redis",
        JWT_SECRET: "short-secret",
        LOG_LEVEL: "loud",
        MAX_UPLOAD_BYTES: "much",
        TRUST_PROXY: "1",
        OIDC_ISSUER: "https://login.example.org",
        JWT_REFRES_SECRET: SECRET,
        TERMINATION_FILE: termination,
      },
    });
    await expectFailure(program, {
      code: "CONFIGURATION_INVALID",
      exitCode: 78,
      says: /9 faults/,
      phase: "configuration",
    });
    for (const says of [
      /PORT \("70000"\) is not a port from 0 to 65535; for example PORT=2000/,
      /DATABASE_URL \("mysql:\/\/recon:…@db\/recon"\) has the scheme mysql/,
      /REDIS_URL \("redis"\) is not an address/,
      /JWT_SECRET \(12 bytes\) is too short: at least 32 bytes are needed/,
      /LOG_LEVEL \("loud"\) is not one of trace, debug/,
      /MAX_UPLOAD_BYTES \("much"\) is not a size/,
      /TRUST_PROXY \("1"\) is not a list of addresses/,
      /OIDC_CLIENT_ID \(not set\)/,
      /OIDC_CLIENT_SECRET \(not set\)/,
      /JWT_REFRES_SECRET is set, but no such variable is known; did you mean JWT_REFRESH_SECRET\?/,
    ]) {
      expect(program.stderr).toMatch(says);
    }
    expectTerminationFile(termination, /9 faults/);
    const everything = program.stdout + program.stderr + readFileSync(join(dataDir, "starts.ndjson"), "utf8");
    for (const secret of ["sesame-open", "short-secret", SECRET]) expect(everything).not.toContain(secret);
  });

  test("production generates no secret", async () => {
    const program = room.start({ env: { NODE_ENV: "production", JWT_SECRET: "" } });
    await expectFailure(program, { code: "CONFIGURATION_INVALID", exitCode: 78, says: /3 faults/ });
    expect(program.stderr).toMatch(/JWT_SECRET \(set but empty\) is required in production/);
    expect(program.stderr).toMatch(/JWT_REFRESH_SECRET \(not set\)/);
    expect(program.stderr).toMatch(/VAULT_MASTER_KEY \(not set\)/);
    expect(existsSync(join(program.dataDir, "secrets.json"))).toBe(false);
  });

  test("production with its secrets starts", async () => {
    const env = { NODE_ENV: "production", JWT_SECRET: SECRET, JWT_REFRESH_SECRET: SECRET, VAULT_MASTER_KEY: SECRET };
    const program = room.start({ env });
    await program.ready();
    expect(existsSync(join(program.dataDir, "secrets.json"))).toBe(false);
    expect(program.stdout + program.stderr).not.toContain(SECRET);
  });

  test("an address that is not ours", async () => {
    const program = room.start({ env: { HOST: "203.0.113.7" } });
    await expectFailure(program, {
      code: "HOST_NOT_OURS",
      exitCode: 78,
      says: /203\.0\.113\.7 is no address of this machine/,
    });
  });
});

describe("data folder", () => {
  test("a file in its place", async () => {
    const file = join(room.folder(), "file");
    writeFileSync(file, "");
    await expectFailure(room.start({ dataDir: file }), { code: "NOT_A_FOLDER", exitCode: 73, says: /file/ });
    await expectFailure(room.start({ dataDir: join(file, "under") }), {
      code: "NOT_A_FOLDER",
      exitCode: 73,
      says: /a file stands where a folder is needed .*under/,
    });
  });

  test.runIf(isRoot && nobodyReads())("no permission (needs root, and a checkout that others can read)", async () => {
    const dataDir = room.folder();
    chmodSync(dataDir, 0o755);
    const program = room.start({ dataDir, uid: NOBODY });
    await expectFailure(program, {
      code: "NO_PERMISSION",
      exitCode: 77,
      says: /permission denied \(phase configuration/,
    });
    expect(program.stderr).toContain(`chown -R ${NOBODY}`);
  });

  test.runIf(canMount())("a full disk and a read-only one (needs root)", async () => {
    const dataDir = room.folder();
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", dataDir]);
    try {
      await expectFailure(room.start({ dataDir }), {
        code: "DISK_FULL",
        exitCode: 73,
        says: /the disk is full .*ENOSPC/,
      });
      execFileSync("mount", ["-o", "remount,ro", dataDir]);
      const program = room.start({ dataDir });
      expect((await program.ended).code).toBe(73);
      expect(program.stderr).toMatch(/the file system is read-only \(phase configuration, EROFS\)/);
    } finally {
      execFileSync("umount", [dataDir]);
    }
  });
});

describe("secrets file", () => {
  test("is made once, for its owner alone, and outlives a restart", async () => {
    const dataDir = room.folder();
    const path = join(dataDir, "secrets.json");
    const first = room.start({ dataDir });
    await first.ready();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const written = readFileSync(path, "utf8");
    first.signalGroup("SIGTERM");
    await first.ended;
    const second = room.start({ dataDir });
    await second.ready();
    expect(readFileSync(path, "utf8")).toBe(written);
    for (const secret of Object.values(JSON.parse(written) as Record<string, unknown>).map(String)) {
      if (secret !== "1") expect(first.stdout + first.stderr + second.stdout + second.stderr).not.toContain(secret);
    }
  });

  test.each([
    ["cut off", '{"v":1,"jwtSecret":"abcdefghijkl', /is not JSON \(\d+ bytes\)/],
    ["empty", "", /is empty/],
    ["incomplete", JSON.stringify({ v: 1, jwtSecret: SECRET }), /lacks jwtRefreshSecret/],
    ["too short", JSON.stringify({ v: 1, jwtSecret: "abcdefghijkl" }), /holds a jwtSecret that is too short/],
  ])("that is %s is not replaced", async (_, content, says) => {
    const dataDir = room.folder();
    writeFileSync(join(dataDir, "secrets.json"), content);
    const program = room.start({ dataDir });
    await expectFailure(program, { code: "SECRETS_FILE_CORRUPT", exitCode: 78, says, phase: "secrets" });
    expect(readFileSync(join(dataDir, "secrets.json"), "utf8")).toBe(content);
    expect(program.stdout + program.stderr).not.toContain("abcdefghijkl");
  });
});

describe("port", () => {
  let other: Server | undefined;
  afterEach(() => new Promise((resolve) => (other === undefined ? resolve(undefined) : other.close(resolve))));

  const occupy = async (host: string): Promise<string> => {
    const server = createServer((socket) => socket.resume().end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"));
    other = server;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, host, resolve);
    });
    return String((server.address() as { port: number }).port);
  };

  test("taken, and by whom", async () => {
    const port = await occupy("127.0.0.1");
    const program = room.start({ env: { PORT: port } });
    const says = new RegExp(`port ${port} on 127\\.0\\.0\\.1 is taken by pid ${process.pid} \\(\\S+`);
    await expectFailure(program, { code: "PORT_TAKEN", exitCode: 71, says, phase: "listen" });
  });

  test.runIf(hasIpv6())("taken on the other address family, and by whom", async () => {
    const port = await occupy("::1");
    const program = room.start({ env: { PORT: port } });
    const says = new RegExp(`port ${port} is taken at ::1, .* by pid ${process.pid} \\(`);
    await expectFailure(program, { code: "PORT_TAKEN", exitCode: 71, says, phase: "self-probe" });
    expect(program.stderr).not.toMatch(/ready at/);
  });
});

describe("system", () => {
  test.runIf(hasFaketime())("an absurd clock (needs libfaketime)", async () => {
    const program = room.start({
      through: ["faketime", "-f", "@1980-01-01 00:00:00"],
      env: { DONT_FAKE_MONOTONIC: "1", FAKETIME_DONT_FAKE_MONOTONIC: "1" },
    });
    await expectFailure(program, {
      code: "CLOCK_ABSURD",
      exitCode: 71,
      says: /clock says 19(79|80)-/,
      phase: "configuration",
    });
  });

  test("too few open files", async () => {
    const program = room.start({ through: ["prlimit", "--nofile=26"] });
    await expectFailure(program, { code: "TOO_MANY_FILES", exitCode: 71, says: /too many files are open .*EMFILE/ });
  });

  test("a heap that is too small", async () => {
    const program = room.start({ env: { NODE_OPTIONS: "--max-old-space-size=12" } });
    await expectFailure(program, { code: "OUT_OF_MEMORY_HEAP", exitCode: 134, says: /ran out of JavaScript heap/ });
  });

  test.runIf(canLimitMemory())("a control group that is too small (needs root)", async () => {
    const group = `/sys/fs/cgroup/memory/recon-test-${process.pid}`;
    mkdirSync(group);
    try {
      writeFileSync(join(group, "memory.limit_in_bytes"), String(64 * 2 ** 20));
      const program = room.start({ through: ["sh", "-c", `echo $$ > ${group}/cgroup.procs && exec "$@"`, "sh"] });
      await expectFailure(program, {
        code: "OUT_OF_MEMORY_KERNEL",
        exitCode: 137,
        says: /the kernel killed the server/,
      });
    } finally {
      await room.dispose();
      rmdirSync(group);
    }
  });
});

function nobodyReads(): boolean {
  return spawnSync(process.execPath, ["-e", ""], { uid: NOBODY, cwd: import.meta.dirname }).status === 0;
}

function canMount(): boolean {
  return (
    isRoot && spawnSync("sh", ["-c", "d=$(mktemp -d) && mount -t tmpfs tmpfs $d && umount $d && rmdir $d"]).status === 0
  );
}

function hasIpv6(): boolean {
  return existsSync("/proc/net/if_inet6") && readFileSync("/proc/net/if_inet6", "utf8").includes(" lo");
}

function hasFaketime(): boolean {
  const works = (): boolean => spawnSync("faketime", ["-f", "1980-01-01 00:00:00", "true"]).status === 0;
  if (works()) return true;
  if (isRoot) spawnSync("apt-get", ["install", "-y", "-qq", "faketime"], { stdio: "ignore" });
  return works();
}

function canLimitMemory(): boolean {
  const probe = `/sys/fs/cgroup/memory/recon-probe-${process.pid}`;
  return isRoot && spawnSync("sh", ["-c", `mkdir ${probe} && rmdir ${probe}`]).status === 0;
}
