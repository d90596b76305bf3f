import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestServer, type TestServer } from "../testing/test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer({ store: "embedded", config: { mostDelayMs: 2_500 } });
});
afterAll(() => server.close());

const status = async (url: string): Promise<number> => (await server.call({ method: "GET", url })).statusCode;

/** Really holds the event loop, as a computation that is too long would. */
function blockMs(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

test("an overloaded server refuses calls with a time to come back, and stays truthful about itself", async () => {
  expect(await status("/api/health/ready")).toBe(200);
  let refused = await server.call({ method: "GET", url: "/api/health/ready" });
  // The delay is sampled once a second, so it takes a few of these until it shows.
  for (let round = 0; round < 10 && refused.statusCode === 200; round++) {
    blockMs(3_500);
    await sleep(1);
    refused = await server.call({ method: "GET", url: "/api/health/ready" });
  }
  expect(refused.statusCode).toBe(503);
  expect(refused.headers["retry-after"]).toBe("5");
  expect(refused.json()).toMatchObject({ code: "OVERLOADED", status: 503 });
  expect(await status("/api/health/live")).toBe(200);
  expect(await status("/metrics")).toBe(200);
  expect((await server.call({ method: "GET", url: "/metrics" })).body).toMatch(
    /recon_http_requests_refused_total\{reason="\w+"\} \d/,
  );
});
