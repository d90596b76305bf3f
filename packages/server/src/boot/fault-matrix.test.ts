/**
 * The fault matrix, first part: the real program is killed and stopped in every phase of its start, on both stores. Each
 * end must be named on standard error and in the history, with the right exit code, and the next start must know of it.
 */
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { expectFailure, expectTerminationFile } from "../testing/expect-failure.ts";
import { ProgramRoom, type Program } from "../testing/program.ts";
import { createTestStore, testStores, type TestStore } from "../testing/test-store.ts";
import { startPhases } from "./phases.ts";

const storePhases = startPhases.slice(startPhases.indexOf("store"));

describe.each(testStores)("a start on the %s store", (dialect) => {
  let room: ProgramRoom;
  let store: TestStore;
  beforeEach(async () => {
    room = new ProgramRoom();
    store = await createTestStore(dialect);
  });
  afterEach(async () => {
    await room.dispose();
    await store.remove();
  });

  const start = (env: Record<string, string> = {}): Program =>
    room.start({
      dataDir: store.dataDir,
      env: { ...(store.databaseUrl === undefined ? {} : { DATABASE_URL: store.databaseUrl }), ...env },
    });
  const phases = dialect === "embedded" ? startPhases : storePhases;

  test.each(phases)("killed in phase %s, names the phase and passes 137 on", async (phase) => {
    const termination = join(store.dataDir, "termination");
    const program = start({ RECON_SIGNAL_AT: `${phase}:SIGKILL`, TERMINATION_FILE: termination });
    const says = new RegExp(`killed from outside in phase ${phase} \\(SIGKILL\\)`);
    await expectFailure(program, { code: "KILLED", exitCode: 137, says, phase });
    expectTerminationFile(termination, says);
    expect(program.history.at(-1)?.signal).toBe("SIGKILL");
  });

  test.each(phases)("killed with its launcher in phase %s, is named by the next start", async (phase) => {
    const program = start({ RECON_SIGNAL_AT: `${phase}:SIGSTOP` });
    await program.paused(phase);
    program.signalGroup("SIGKILL");
    await program.ended;
    expect(program.history.map(({ event }) => event)).toEqual(["started"]);
    const next = start({ PORT: "none" });
    await expectFailure(next, { code: "CONFIGURATION_INVALID", exitCode: 78, says: /PORT/ });
    expect(next.stderr.split("\n")[0]).toMatch(
      new RegExp(`^recon: the last start, \\d+ s ago, was killed in phase ${phase}, launcher included`),
    );
  });

  test.each(phases)("asked to stop in phase %s, ends with 0 and one line", async (phase) => {
    const program = start({ RECON_SIGNAL_AT: `${phase}:SIGSTOP` });
    await program.paused(phase);
    program.signalGroup("SIGTERM");
    // The breadcrumb comes before the server stops itself: one signal to go on might come too early and be lost.
    const goOn = setInterval(() => program.nudgeGroup("SIGCONT"), 100);
    const ended = await program.ended.finally(() => clearInterval(goOn));
    expect(ended).toEqual({ code: 0, signal: null });
    expect(program.stderr).toMatch(/recon: stopped on request \(SIGTERM\)/);
    expect(program.history.map(({ event, exitCode }) => [event, exitCode])).toEqual([
      ["started", null],
      ["ended", 0],
    ]);
  });

  test.each([
    ["SIGABRT", 134, "NATIVE_CRASH"],
    ["SIGSEGV", 139, "NATIVE_CRASH"],
    ["SIGILL", 132, "ILLEGAL_INSTRUCTION"],
  ] as const)("crashed by %s, says so", async (signal, exitCode, code) => {
    const program = start({ RECON_SIGNAL_AT: `migrations:${signal}` });
    await expectFailure(program, {
      code,
      exitCode,
      says: new RegExp(`native code in phase migrations \\(${signal}\\)`),
    });
  });

  test("killed three times, is called a crash loop in the first line", async () => {
    for (const phase of ["store", "jobs", "self-probe"]) await start({ RECON_SIGNAL_AT: `${phase}:SIGKILL` }).ended;
    const fourth = start();
    await fourth.ready();
    expect(fourth.stderr.split("\n")[0]).toMatch(
      /^recon: 4th start in \d+ s; the last three ended: in phase store \(SIGKILL\).*; in phase jobs \(SIGKILL\).*; in phase self-probe \(SIGKILL\)/,
    );
    fourth.signalGroup("SIGTERM");
    expect(await fourth.ended).toEqual({ code: 0, signal: null });
    const fifth = start({ PORT: "none" });
    await fifth.ended;
    // A start that ran and stopped as asked ends the loop.
    expect(fifth.stderr).not.toMatch(/start in|last start/);
  });
});
