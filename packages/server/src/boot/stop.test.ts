/** How a server that runs is stopped, and how it ends when it is not asked. */
import { connect } from "node:net";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { expectFailure } from "../testing/expect-failure.ts";
import { ProgramRoom } from "../testing/program.ts";
import { freePort } from "../testing/test-postgres.ts";

let room: ProgramRoom;
beforeEach(() => {
  room = new ProgramRoom();
});
afterEach(() => room.dispose());

describe("a running server", () => {
  test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)("stops once at %s to the group, given twice", async (signal) => {
    const program = room.start();
    await program.ready();
    program.signalGroup(signal);
    program.signalGroup(signal);
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(program.stderr.match(/stopped on request/g)).toHaveLength(1);
    expect(program.history.map(({ event, phase, exitCode }) => [event, phase, exitCode])).toEqual([
      ["started", "load", null],
      ["ended", "stopping", 0],
    ]);
  });

  test("answers a request that was under way, and turns new ones away", async () => {
    const program = room.start({ env: { STOP_TIMEOUT_S: "60" } });
    const { port } = new URL(await program.ready());
    const socket = connect(Number(port), "127.0.0.1");
    const closed = once(socket, "close");
    let answer = "";
    socket.setEncoding("utf8").on("data", (text: string) => (answer += text));
    const body = JSON.stringify({ email: "nobody@example.com", password: "wrong" });
    const head = `POST /api/auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    socket.write(head + body.slice(0, 5));
    // The head must have arrived before the stop is asked for.
    while (!/recon_http_requests_in_flight [2-9]/.test(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()));
    program.signalGroup("SIGTERM");
    await program.until(() => program.stdout.includes("1 requests under way"), "stopping");
    const late = await fetch(`http://127.0.0.1:${port}/api/projects`);
    expect([late.status, await late.json()]).toMatchObject([503, { code: "STOPPING" }]);
    expect((await fetch(`http://127.0.0.1:${port}/api/health`)).status).toBe(503);
    socket.write(body.slice(5));
    await closed;
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(await program.ended).toEqual({ code: 0, signal: null });
  });

  test("cuts off what does not end within its bound, and says so", async () => {
    const program = room.start({ env: { STOP_TIMEOUT_S: "2" } });
    const { port } = new URL(await program.ready());
    const socket = connect(Number(port), "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write(
      "POST /api/auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{",
    );
    while (!/recon_http_requests_in_flight [2-9]/.test(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()));
    program.signalGroup("SIGTERM");
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(program.stderr).toMatch(/stopped on request \(SIGTERM\); not in time: requests/);
    socket.destroy();
  });

  test("that is killed is named, and not started again", async () => {
    const program = room.start();
    await program.ready();
    process.kill(program.serverPid!, "SIGKILL");
    await expectFailure(program, {
      code: "KILLED",
      exitCode: 137,
      says: /killed from outside while serving/,
      phase: "ready",
    });
    expect(program.history.filter(({ event }) => event === "started")).toHaveLength(1);
  });

  test("that hangs when asked to stop is ended, and that is a failure", async () => {
    const program = room.start({ env: { STOP_TIMEOUT_S: "1" } });
    await program.ready();
    process.kill(program.serverPid!, "SIGSTOP");
    process.kill(program.launcherPid, "SIGTERM");
    await expectFailure(program, { code: "STOP_HUNG", exitCode: 70, says: /did not end within its bound/ });
  });

  test("whose launcher is killed stops by itself and leaves word", async () => {
    const program = room.start();
    const address = await program.ready();
    process.kill(program.launcherPid, "SIGKILL");
    // The pipes close when the server, which holds them, is gone, too.
    expect(await program.ended).toEqual({ code: null, signal: "SIGKILL" });
    expect(program.history.at(-1)).toMatchObject({
      event: "ended",
      code: "LAUNCHER_LOST",
      exitCode: 71,
      phase: "stopping",
    });
    await expect(fetch(`${address}/api/health/live`)).rejects.toThrow("fetch failed");
  });

  test("goes on when the reader of its log goes away", async () => {
    const program = room.start();
    const address = await program.ready();
    program.closeOutput();
    for (let call = 0; call < 3; call++) expect((await fetch(`${address}/api/projects`)).status).toBe(401);
    program.signalGroup("SIGTERM");
    expect((await program.ended).code).toBe(0);
  });
});

describe("a starting server", () => {
  test("answers from the moment it listens, and names its phase", async () => {
    const port = String(await freePort());
    const program = room.start({ env: { DATABASE_URL: "postgres://127.0.0.1:1/none", PORT: port } });
    const address = `http://127.0.0.1:${port}`;
    await program.until(() => program.stdout.includes("try 1 of 10 failed"), "waiting");
    const live = await fetch(`${address}/api/health/live`);
    expect([live.status, await live.json()]).toMatchObject([200, { status: "starting", phase: "store" }]);
    const health = await fetch(`${address}/api/health`);
    expect([health.status, await health.json()]).toMatchObject([503, { status: "starting", phase: "store" }]);
    for (const path of ["/api/health/ready", "/api/projects", "/", "/ws"]) {
      const answer = await fetch(`${address}${path}`);
      expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      const body = (await answer.json()) as { detail: string };
      expect([answer.status, body]).toMatchObject([503, { code: "STARTING", phase: "store" }]);
      expect(body.detail).toContain("store");
    }
  });
});
