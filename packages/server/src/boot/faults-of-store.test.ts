/** The fault matrix, third part: what the embedded store, PostgreSQL and Redis do to a start. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { expectFailure } from "../testing/expect-failure.ts";
import { ProgramRoom } from "../testing/program.ts";
import { freePort } from "../testing/test-postgres.ts";
import { createTestStore, testStores, type TestStore } from "../testing/test-store.ts";

let room: ProgramRoom;
beforeEach(() => {
  room = new ProgramRoom();
});
afterEach(() => room.dispose());

describe("the embedded store", () => {
  test("in use by another server is refused, and by whom", async () => {
    const dataDir = room.folder();
    const first = room.start({ dataDir });
    await first.ready();
    const second = room.start({ dataDir });
    const says = new RegExp(`another server works with the embedded store in \\S+: pid ${first.serverPid} \\(`);
    await expectFailure(second, { code: "STORE_IN_USE", exitCode: 75, says, phase: "store" });
    first.signalGroup("SIGTERM");
    expect(await first.ended).toEqual({ code: 0, signal: null });
  });

  test("that is no database is not touched", async () => {
    const dataDir = room.folder();
    writeFileSync(join(dataDir, "store.sqlite"), "this is a text of more than sixteen bytes, no database\n".repeat(20));
    await expectFailure(room.start({ dataDir }), { code: "STORE_CORRUPT", exitCode: 74, says: /is no database/ });
  });

  test("with a folder in its place", async () => {
    const dataDir = room.folder();
    mkdirSync(join(dataDir, "store.sqlite"));
    await expectFailure(room.start({ dataDir }), { code: "STORE_CANNOT_OPEN", exitCode: 73, says: /cannot be opened/ });
  });

  test("with tables of somebody else's fails its migration, with the reason", async () => {
    const dataDir = room.folder();
    const database = new Database(join(dataDir, "store.sqlite"));
    database.exec("create table users (mine text)");
    database.close();
    const says = /a migration of the store failed.*users.*already exists/;
    await expectFailure(room.start({ dataDir }), { code: "MIGRATION_FAILED", exitCode: 70, says, phase: "migrations" });
  });
});

describe.each(testStores)("the %s store", (dialect) => {
  let store: TestStore;
  beforeEach(async () => {
    store = await createTestStore(dialect);
  });
  afterEach(() => store.remove());

  test("newer than the program is left alone", async () => {
    const env: Record<string, string> = store.databaseUrl === undefined ? {} : { DATABASE_URL: store.databaseUrl };
    const first = room.start({ dataDir: store.dataDir, env });
    await first.ready();
    first.signalGroup("SIGTERM");
    await first.ended;
    const statement = "insert into kysely_migration (name, timestamp) values ('9999-future', '2030-01-01')";
    if (store.databaseUrl === undefined) {
      const database = new Database(join(store.dataDir, "store.sqlite"));
      database.exec(statement);
      database.close();
    } else {
      await execute(store.databaseUrl, statement);
    }
    const says = /the store is newer than this program.*9999-future/;
    const program = room.start({ dataDir: store.dataDir, env });
    await expectFailure(program, { code: "STORE_NEWER", exitCode: 78, says, phase: "migrations" });
  });
});

describe.runIf(testStores.includes("postgres"))("PostgreSQL", () => {
  let store: TestStore;
  let base: URL;
  beforeAll(async () => {
    store = await createTestStore("postgres");
    base = new URL(store.databaseUrl!);
    await execute(store.databaseUrl!, "create role visitor login; create role crowd login connection limit 0");
  });
  afterAll(async () => {
    await execute(store.databaseUrl!, "drop owned by visitor; drop role visitor; drop role crowd");
    await store.remove();
  });

  const start = (change: (url: URL) => void, env: Record<string, string> = {}) => {
    const url = new URL(base);
    change(url);
    return room.start({ env: { DATABASE_URL: url.href, DEPENDENCY_TRIES: "1", ...env } });
  };

  test("that nobody serves is tried again, each try logged, and named at the end", async () => {
    const port = String(await freePort());
    const program = start((url) => (url.port = port), { DEPENDENCY_TRIES: "2" });
    const says = new RegExp(`the store cannot be reached: nothing accepts connections there .*127\\.0\\.0\\.1:${port}`);
    await expectFailure(program, { code: "STORE_UNREACHABLE", exitCode: 69, says, phase: "store" });
    expect(program.stdout).toMatch(/try 1 of 2 failed, next try in 2 s/);
    expect(program.stdout).toMatch(/try 2 of 2 failed, giving up/);
  });

  test("whose host has no address", async () => {
    const program = start((url) => (url.hostname = "store.invalid"));
    await expectFailure(program, { code: "STORE_UNREACHABLE", exitCode: 69, says: /its host name.*store\.invalid/ });
  });

  test("without the database is not waited for", async () => {
    const program = start((url) => (url.pathname = "/nowhere"), { DEPENDENCY_TRIES: "10" });
    await expectFailure(program, {
      code: "STORE_DATABASE_MISSING",
      exitCode: 69,
      says: /database "nowhere" does not exist/,
    });
  });

  test("where the user may create nothing", async () => {
    const program = start((url) => (url.username = "visitor"));
    await expectFailure(program, {
      code: "STORE_NO_PERMISSION",
      exitCode: 77,
      says: /permission denied for schema public/,
    });
  });

  test("without a connection left", async () => {
    const program = start((url) => (url.username = "crowd"));
    await expectFailure(program, {
      code: "STORE_NO_CONNECTION_LEFT",
      exitCode: 69,
      says: /too many connections for role/,
    });
  });

  test("that is read-only", async () => {
    await execute(
      store.databaseUrl!,
      `alter role visitor set default_transaction_read_only = on; grant all on schema public to visitor`,
    );
    const program = start((url) => (url.username = "visitor"));
    await expectFailure(program, { code: "STORE_READ_ONLY", exitCode: 69, says: /read-only/ });
  });

  test("that is stopped while it is waited for does not hold the stop up", async () => {
    const port = String(await freePort());
    const program = start((url) => (url.port = port), { DEPENDENCY_TRIES: "10" });
    await program.until(() => program.stdout.includes("try 1 of 10 failed"), "tried");
    program.signalGroup("SIGINT");
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(program.stderr).toMatch(/stopped on request \(SIGINT\) in phase store/);
  });
});

describe("Redis", () => {
  test("that nobody serves leaves the server ready, degraded and working in memory", async () => {
    const port = await freePort();
    const program = room.start({ env: { REDIS_URL: `redis://user:redis-password@127.0.0.1:${port}` } });
    const address = await program.ready();
    const { items } = (await (await fetch(`${address}/api/health/dependencies`)).json()) as {
      items: { name: string; state: string }[];
    };
    expect(items.map(({ name, state }) => [name, state])).toContainEqual(["redis", "down"]);
    const health = await fetch(`${address}/api/health`);
    expect([health.status, await health.json()]).toMatchObject([200, { status: "degraded", phase: "ready" }]);
    const ready = await fetch(`${address}/api/health/ready`);
    expect([ready.status, await ready.json()]).toMatchObject([200, { status: "degraded" }]);
    expect(program.stdout).toMatch(/redis: try 1 failed, next try in 2 s/);
    expect(program.stdout + program.stderr + JSON.stringify(items)).not.toContain("redis-password");
  });
});

describe.runIf(testStores.includes("postgres") && process.getuid?.() === 0)(
  "passwords of PostgreSQL (needs root)",
  () => {
    test("wrong, is named and not tried again", async () => {
      const folder = mkdtempSync(join(tmpdir(), "recon-postgres-"));
      const server = startPasswordServer(folder, await freePort());
      try {
        const program = room.start({ env: { DATABASE_URL: server.url("not-the-password"), DEPENDENCY_TRIES: "10" } });
        const says = /refuses the user's password.*password authentication failed for user "recon"/;
        await expectFailure(program, { code: "STORE_PASSWORD_WRONG", exitCode: 77, says, phase: "store" });
        expect(program.stdout + program.stderr).not.toContain("not-the-password");
        await room.start({ env: { DATABASE_URL: server.url("the-password") } }).ready();
      } finally {
        await room.dispose();
        server.stop();
        rmSync(folder, { recursive: true, force: true });
      }
    });
  },
);

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The tests' own server trusts everybody; this one asks for a password. */
function startPasswordServer(folder: string, port: number): { url(password: string): string; stop(): void } {
  const bin = execFileSync("sh", ["-c", "ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1"], {
    encoding: "utf8",
  }).trim();
  const run = (program: string, args: readonly string[]): void => {
    const command = ["--reuid=nobody", "--clear-groups", join(bin, program), ...args];
    execFileSync("setpriv", command, { stdio: ["ignore", "ignore", "pipe"], cwd: folder });
  };
  const [data, secret] = [join(folder, "data"), join(folder, "secret")];
  writeFileSync(secret, "the-password\n");
  execFileSync("chown", ["-R", "nobody", folder]);
  run("initdb", ["-D", data, "-U", "recon", "-A", "scram-sha-256", `--pwfile=${secret}`, "--no-sync"]);
  const options = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=${folder} -c fsync=off`;
  run("pg_ctl", ["-D", data, "-w", "-l", join(folder, "log"), "-o", options, "start"]);
  return {
    url: (password) => `postgres://recon:${password}@127.0.0.1:${port}/postgres`,
    stop: () => run("pg_ctl", ["-D", data, "-w", "-m", "immediate", "stop"]),
  };
}
