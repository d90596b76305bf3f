/** The fault matrix, fourth part: a program that is incomplete, broken or ends itself. The real build is copied and damaged. */
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, test } from "vitest";
import { expectFailure } from "../testing/expect-failure.ts";
import { ProgramRoom, type Program } from "../testing/program.ts";

const server = fileURLToPath(new URL("../..", import.meta.url));
const modules = fileURLToPath(new URL("../../../../node_modules", import.meta.url));

let room: ProgramRoom;
beforeEach(() => {
  room = new ProgramRoom();
});
afterEach(() => room.dispose());

/** A copy of the built server, damaged, and started. */
function startDamaged(damage: (dist: string) => void, env: Record<string, string> = {}): Program {
  const copy = join(room.folder(), "packages", "server");
  mkdirSync(copy, { recursive: true });
  cpSync(join(server, "dist"), join(copy, "dist"), { recursive: true });
  cpSync(join(server, "package.json"), join(copy, "package.json"));
  symlinkSync(modules, join(copy, "..", "..", "node_modules"));
  damage(join(copy, "dist"));
  return room.start({ launcher: join(copy, "dist", "boot", "launcher.js"), env });
}

describe("a program", () => {
  test("that is whole starts from its copy", async () => {
    await startDamaged(() => undefined).ready();
  });

  test.each([
    ["boot/server-process.js", "load"],
    ["boot/run-server.js", "load"],
    ["routes/create-app.js", "routes"],
    ["store/migrate-store.js", "migrations"],
  ])("that lacks %s", async (file, phase) => {
    const program = startDamaged((dist) => rmSync(join(dist, file)));
    const says = new RegExp(`a part of the program is missing.*${file.replace(/.*\//, "")}`);
    await expectFailure(program, { code: "MODULE_MISSING", exitCode: 70, says, phase });
  });

  test("whose part is cut off", async () => {
    const program = startDamaged((dist) => {
      const file = join(dist, "store", "open-store.js");
      truncateSync(file, Math.floor(readFileSync(file).length / 2));
    });
    await expectFailure(program, { code: "MODULE_BROKEN", exitCode: 70, says: /does not fit the rest or is cut off/ });
  });

  test("whose build was not finished", async () => {
    const program = startDamaged((dist) => rmSync(join(dist, "build.json")));
    await expectFailure(program, { code: "BUILD_INCOMPLETE", exitCode: 70, says: /build was never finished/ });
  });

  test("that is an empty stub does not end with 0", async () => {
    const program = startDamaged((dist) => writeFileSync(join(dist, "boot", "server-process.js"), ""));
    await expectFailure(program, {
      code: "ENDED_UNASKED",
      exitCode: 70,
      says: /exit code 0 in phase load although nobody asked/,
    });
  });

  test("whose event loop runs empty", async () => {
    const program = startDamaged((dist) => {
      writeFileSync(
        join(dist, "boot", "watch-redis.js"),
        "await new Promise(() => {});\nexport const watchRedis = 1;\n",
      );
    });
    const says = /came to nothing in phase redis: it waits for something.*\(active: /;
    await expectFailure(program, { code: "EVENT_LOOP_DRAINED", exitCode: 70, says, phase: "redis" });
  });

  test("in which something calls exit", async () => {
    const program = startDamaged((dist) => {
      writeFileSync(join(dist, "routes", "create-app.js"), "process.exit(0);\nexport const createApp = 1;\n");
    });
    const says = /ended it with exit code 0 in phase routes: .*create-app\.js:1/;
    await expectFailure(program, { code: "EXIT_CALLED", exitCode: 70, says, phase: "routes" });
  });

  test("with a fault that nobody foresaw shows where it is", async () => {
    const program = startDamaged((dist) => {
      writeFileSync(join(dist, "store", "migrate-store.js"), "export const migrateStore = () => null.oops;\n");
    });
    await expectFailure(program, {
      code: "BUG",
      exitCode: 70,
      says: /not foreseen in phase migrations: TypeError[^]*migrate-store\.js:1/,
    });
  });

  test("that breaks while it serves", async () => {
    // Only the server's process breaks, and only when it is told to.
    const code = `if (process.argv[1]?.endsWith("server-process.js")) {
      process.on("SIGUSR2", () => Promise.reject(new Error("broken while serving")));
    }`;
    const preload = `data:text/javascript,${encodeURIComponent(code)}`;
    const program = room.start({ env: { NODE_OPTIONS: `--import=${preload}` } });
    await program.ready();
    process.kill(program.serverPid!, "SIGUSR2");
    await expectFailure(program, {
      code: "BUG",
      exitCode: 70,
      says: /not foreseen while serving: Error: broken while serving/,
      phase: "ready",
    });
  });
});
