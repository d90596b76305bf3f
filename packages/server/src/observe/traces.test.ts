import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ProgramRoom } from "../testing/program.ts";

let room: ProgramRoom;
beforeEach(() => {
  room = new ProgramRoom();
});
afterEach(() => room.dispose());

test("requests are traced to the collector that the standard variables name, below the caller's trace", async () => {
  const received: string[] = [];
  const collector = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      received.push(`${request.url} ${body}`);
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  try {
    const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
    const program = room.start({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: "recon-test" } });
    const address = await program.ready();
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    await fetch(`${address}/api/projects?secret=hidden`, { headers: { traceparent } });
    program.signalGroup("SIGTERM");
    await program.ended;
    const sent = received.join("\n");
    expect(sent).toMatch(/^\/v1\/traces /m);
    expect(sent).toContain("GET /api/projects");
    expect(sent).toContain("0af7651916cd43dd8448eb211c80319c");
    expect(sent).toContain("recon-test");
    expect(sent).not.toContain("hidden");
  } finally {
    collector.close();
  }
});
