import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Room } from "@recon/api";
import { LiveClient, portOf, refusedUpgrade, takeTicket } from "../testing/live-client.ts";
import { endedRun, type Journey, smallReconciliation, startRun } from "../testing/run-journey.ts";
import { type TestRedis, startRedis } from "../testing/test-redis.ts";
import { createTestServer, type TestServer, type TestUser } from "../testing/test-server.ts";
import { createTestStore, type TestStore, testStores } from "../testing/test-store.ts";
import { emit, transact } from "./transact.ts";

const progress = (rows: number) => ({ stage: "load", rows, totalRows: 0, rowsPerSecond: 0, remainingS: null });

const tell = (server: TestServer, room: Room, rows: number): Promise<void> =>
  transact(server.context, async (store) => emit(store, { room, type: "run.progress", data: progress(rows) }));

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

describe.each(testStores)("live events on the %s store", (store) => {
  let server: TestServer;
  let journey: Journey;
  let viewer: TestUser;

  beforeAll(async () => {
    server = await createTestServer({ store, jobs: true });
    const user = await server.createUser("manager");
    viewer = await server.createUser("viewer");
    journey = { server, user, projectId: await server.createProject(user, [[viewer, "viewer"]]) };
  });
  afterAll(() => server.close());

  it("tells a run's way to those who look at it, at its project, and to the person who started it", async () => {
    const reconciliation = await smallReconciliation(journey, 50_000);
    const client = await LiveClient.connect(server, journey.user);
    client.send({ op: "subscribe", room: `project:${journey.projectId}` });
    client.send({ op: "subscribe", room: `user:${journey.user.id}` });
    await expect.poll(() => client.types()).toEqual(["stream.subscribed", "stream.subscribed"]);
    const run = await startRun(journey, reconciliation.id);
    client.send({ op: "subscribe", room: `run:${run.id}`, after: 0 });
    await endedRun(journey, run.id);
    await expect.poll(() => client.types()).toContain("notification.created");
    const ofRun = client.events.filter(({ room }) => room === `run:${run.id}`);
    const types = ofRun.map(({ type }) => type);
    expect([types[0], types.at(-1)]).toEqual(["run.queued", "run.completed"]);
    expect(types).toContain("run.started");
    expect(types.filter((type) => type === "run.progress").length).toBeGreaterThan(0);
    expect(ofRun.map(({ id }) => id)).toEqual(ofRun.map(({ id }) => id).toSorted((a, b) => a - b));
    expect(client.events.filter(({ room }) => room === `project:${journey.projectId}`).map(({ type }) => type)).toEqual(
      ["run.queued", "run.started", "run.completed"],
    );
    client.close();
  });

  it("a ticket opens one connection, for 30 seconds, to pages of this origin only", async () => {
    const url = `ws://127.0.0.1:${await portOf(server)}/ws`;
    expect(await refusedUpgrade(url)).toBe(401);
    expect(await refusedUpgrade(`${url}?ticket=guess`)).toBe(401);
    const ticket = await takeTicket(server, viewer);
    expect(await refusedUpgrade(`${url}?ticket=${ticket}`, { origin: "https://evil.example" })).toBe(403);
    const late = await takeTicket(server, viewer);
    server.clock.advanceMs(30_001);
    expect(await refusedUpgrade(`${url}?ticket=${late}`)).toBe(401);
    const client = await LiveClient.connect(server, viewer);
    const used = client.socket.url.split("ticket=")[1]!;
    expect(await refusedUpgrade(`${url}?ticket=${used}`)).toBe(401);
    expect((await server.call({ method: "GET", url: "/ws", as: viewer })).statusCode).toBe(400);
    client.close();
  });

  it("rooms of others are refused, and access taken away ends a subscription and then the connection", async () => {
    const stranger = await server.createUser("analyst");
    const foreign = await LiveClient.connect(server, stranger);
    for (const room of [`project:${journey.projectId}`, `user:${viewer.id}`] as const)
      foreign.send({ op: "subscribe", room });
    await expect.poll(() => foreign.types()).toEqual(["stream.refused", "stream.refused"]);
    const room: Room = `project:${journey.projectId}`;
    const client = await LiveClient.connect(server, viewer);
    client.send({ op: "subscribe", room });
    await expect.poll(() => client.types()).toEqual(["stream.subscribed"]);
    const { context } = server;
    const changed = { room: "system:access", type: "access.changed", data: { userId: viewer.id } } as const;
    await transact(context, async (trx) => {
      await trx.deleteFrom("memberships").where("user_id", "=", viewer.id).execute();
      emit(trx, changed);
    });
    await expect.poll(() => client.types()).toEqual(["stream.subscribed", "stream.refused"]);
    await tell(server, room, 1);
    await transact(context, async (trx) => {
      await trx.updateTable("users").set({ status: "disabled" }).where("id", "=", viewer.id).execute();
      emit(trx, changed);
    });
    await expect.poll(() => client.closed).toMatchObject({ code: 4403 });
    expect(client.events).toEqual([]);
    foreign.close();
  });

  it("the connection ends with its access token", async () => {
    const user = await server.createUser("manager");
    server.clock.advanceMs(server.context.config.jwtExpirationS * 1000 - 200);
    const client = await LiveClient.connect(server, user);
    await expect.poll(() => client.closed).toMatchObject({ code: 4401 });
  });

  it("what is no message ends the connection", async () => {
    const user = await server.createUser("manager");
    for (const text of [
      "{",
      '{"op":"subscribe","room":"system:access"}',
      `{"op":"unsubscribe","room":"${"x".repeat(100)}"}`,
    ]) {
      const client = await LiveClient.connect(server, user);
      client.socket.send(text);
      await expect.poll(() => client.closed).toMatchObject({ code: 4400 });
    }
    const client = await LiveClient.connect(server, user);
    client.socket.send(Buffer.alloc(5_000));
    await expect.poll(() => client.closed).toMatchObject({ code: 1009 });
  });

  it("reconnects under writing miss nothing and repeat nothing", async () => {
    const user = await server.createUser("manager");
    const projectId = await server.createProject(user);
    const room: Room = `project:${projectId}`;
    let isWriting = true;
    const writing = Promise.all(upTo(150).map((n) => tell(server, room, n))).then(() => {
      isWriting = false;
    });
    const seen: number[] = [];
    while (isWriting || seen.length < 150) {
      const client = await LiveClient.connect(server, user);
      client.send({ op: "subscribe", room, after: seen.at(-1) ?? 0 });
      await expect.poll(() => client.types()).toContain("stream.subscribed");
      seen.push(...client.events.map(({ id }) => id));
      client.close();
    }
    await writing;
    expect(seen).toEqual(upTo(150));
  });

  it("a client that does not read is let go, and others are not held up", async () => {
    const user = await server.createUser("manager");
    const room: Room = `project:${await server.createProject(user)}`;
    const [slow, quick] = [await LiveClient.connect(server, user), await LiveClient.connect(server, user)];
    for (const client of [slow, quick]) client.send({ op: "subscribe", room });
    await expect.poll(() => [slow.types(), quick.types()].flat()).toHaveLength(2);
    slow.socket.pause();
    const title = "x".repeat(500_000);
    const notificationId = user.id;
    for (let n = 1; n <= 40; n++) {
      await transact(server.context, async (trx) =>
        emit(trx, { room, type: "notification.created", data: { notificationId, title } }),
      );
      await expect.poll(() => quick.events.length, { interval: 5 }).toBe(n);
    }
    slow.socket.resume();
    await expect.poll(() => slow.closed).toMatchObject({ code: 4408 });
    expect(slow.events.length).toBeLessThan(40);
    quick.close();
  });
});

const hasPostgres = testStores.includes("postgres");

describe.skipIf(!hasPostgres)("two servers", () => {
  let store: TestStore;
  let redis: TestRedis | undefined;

  beforeAll(async () => {
    store = await createTestStore("postgres");
    redis = await startRedis();
  });
  afterAll(async () => {
    await redis?.remove();
    await store.remove();
  });

  const listenOn = async (there: TestServer, user: TestUser, room: Room): Promise<LiveClient> => {
    const client = await LiveClient.connect(there, user);
    client.send({ op: "subscribe", room });
    await expect.poll(() => client.types()).toEqual(["stream.subscribed"]);
    return client;
  };

  it("without Redis events of the other arrive by asking the store", async () => {
    const [here, there] = [await createTestServer({ store }), await createTestServer({ store })];
    const user = await here.createUser("manager");
    const room: Room = `project:${await here.createProject(user)}`;
    const client = await listenOn(there, user, room);
    for (const n of upTo(5)) await tell(here, room, n);
    await expect.poll(() => client.events.map(({ id }) => id)).toEqual(upTo(5));
    client.close();
    await here.close();
    await there.close();
  });

  it("through Redis they arrive at once; while Redis is away nothing is lost, and when it is back neither", async (test) => {
    if (redis === undefined) return test.skip();
    const config = { redisUrl: redis.url };
    const [here, there] = [await createTestServer({ store, config }), await createTestServer({ store, config })];
    const user = await here.createUser("manager");
    const room: Room = `project:${await here.createProject(user)}`;
    const client = await listenOn(there, user, room);
    let [sent, isDone] = [0, false];
    const writing = (async () => {
      while (!isDone) await tell(here, room, ++sent);
    })();
    await expect.poll(() => client.events.length).toBeGreaterThan(20);
    await redis.stop();
    const away = client.events.length;
    await expect.poll(() => client.events.length).toBeGreaterThan(away + 20);
    await redis.start();
    const back = client.events.length;
    await expect.poll(() => client.events.length).toBeGreaterThan(back + 20);
    isDone = true;
    await writing;
    await expect.poll(() => client.events.length).toBe(sent);
    expect(client.events.map(({ id }) => id)).toEqual(upTo(sent));
    client.close();
    await here.close();
    await there.close();
  });
});
