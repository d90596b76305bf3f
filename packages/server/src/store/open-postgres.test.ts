import { connect, createServer, type Server, type Socket } from "node:net";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isStoreAway } from "../jobs/explain-failure.ts";
import { createTestStore, testStores, type TestStore } from "../testing/test-store.ts";
import { openPostgres } from "./open-postgres.ts";

describe.skipIf(!testStores.includes("postgres"))("a pool of connections to PostgreSQL", () => {
  let store: TestStore;
  const proxies: SwallowingProxy[] = [];

  beforeAll(async () => {
    store = await createTestStore("postgres");
  });
  afterAll(async () => {
    for (const proxy of proxies) proxy.close();
    await store.remove();
  });

  it("ends a statement that takes too long", async () => {
    const { db, close } = openPostgres(store.databaseUrl!, { onIdleError: () => undefined, mostStatementMs: 50 });
    await expect(sql`SELECT pg_sleep(60)`.execute(db)).rejects.toMatchObject({ code: "57014" });
    await close();
  });

  it("gives up a connection whose packets are lost, and goes on with another", async () => {
    const proxy = await SwallowingProxy.start(new URL(store.databaseUrl!));
    proxies.push(proxy);
    const limits = { mostStatementMs: 500, silenceGraceMs: 500 };
    const { db, close } = openPostgres(proxy.url, { onIdleError: () => undefined, ...limits });
    await sql`SELECT 1`.execute(db);
    proxy.swallow();
    const error: unknown = await sql`SELECT 2`.execute(db).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(isStoreAway(error), String(error)).toBe(true);
    proxy.deliver();
    const { rows } = await sql<{ n: number }>`SELECT 3 AS n`.execute(db);
    expect(rows).toEqual([{ n: 3 }]);
    await close();
  });
});

/** Between client and server: when it swallows, bytes go in, and nothing comes out, not even an end. */
class SwallowingProxy {
  readonly url: string;
  readonly #server: Server;
  readonly #sockets: Socket[];
  readonly #state: { swallows: boolean };

  private constructor(url: string, parts: { server: Server; sockets: Socket[]; state: { swallows: boolean } }) {
    this.url = url;
    this.#server = parts.server;
    this.#sockets = parts.sockets;
    this.#state = parts.state;
  }

  static async start(target: URL): Promise<SwallowingProxy> {
    const state = { swallows: false };
    const sockets: Socket[] = [];
    const server = createServer((client) => {
      const upstream = connect(Number(target.port), target.hostname);
      sockets.push(client, upstream);
      for (const socket of [client, upstream]) socket.on("error", () => undefined);
      client.on("data", (bytes) => void (state.swallows || upstream.write(bytes)));
      upstream.on("data", (bytes) => void (state.swallows || client.write(bytes)));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = new URL(target);
    url.port = String((server.address() as { port: number }).port);
    return new SwallowingProxy(url.href, { server, sockets, state });
  }

  swallow(): void {
    this.#state.swallows = true;
  }

  deliver(): void {
    this.#state.swallows = false;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}
