import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { Gate, listen } from "./gate.ts";

const health = {
  status: "ok",
  instanceId: "01930d3a-7c1e-7000-8000-000000000001",
  startedAt: "2026-11-25T08:00:00.000Z",
  buildHash: "test",
  version: "0.0.0",
  phase: "ready",
} as const;

let gate: Gate;
afterEach(() => gate.close());

/** A connection to a gate that soon gives up on whoever stands still. */
async function connectTo(handler: RequestListener): Promise<Socket> {
  gate = new Gate(() => health, { idleMs: 100 });
  gate.probe({ server: createServer(handler) });
  gate.open();
  await listen(gate, { host: "127.0.0.1", port: 0 });
  return connect(gate.port, "127.0.0.1");
}

test("who sends half a request and stops is cut off", async () => {
  const socket = await connectTo((request) => void request.resume());
  socket.write("POST /x HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nhalf");
  await once(socket.resume(), "close");
  await expect.poll(() => gate.inFlight).toBe(0);
});

test("who waits for an answer is not, however long it takes", async () => {
  const socket = await connectTo((_request, response) => {
    response.on("timeout", () => response.end("at last"));
  });
  socket.write("GET /x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
  let text = "";
  socket.on("data", (chunk) => (text += String(chunk)));
  await once(socket, "close");
  expect(text).toContain("at last");
});

test("who asks for more than they take is cut off, and what they held is free", async () => {
  const ended = Promise.withResolvers<void>();
  const socket = await connectTo((_request, response) => {
    response.once("close", () => ended.resolve());
    const more = (): void => {
      while (response.write(Buffer.alloc(2 ** 20)));
    };
    response.on("drain", more);
    more();
  });
  socket.pause();
  socket.on("error", () => undefined);
  socket.write("GET /x HTTP/1.1\r\nhost: x\r\n\r\n");
  await ended.promise;
  socket.destroy();
});
