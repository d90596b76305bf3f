import { once } from "node:events";
import { WebSocket } from "ws";
import { type ClientMessage, ServerMessage } from "@recon/api";
import type { TestServer, TestUser } from "./test-server.ts";

/** The port that a test server listens on; it starts to at the first call. */
export async function portOf({ app }: TestServer): Promise<number> {
  const address = app.server.address();
  if (address !== null && typeof address === "object") return address.port;
  return Number(new URL(await app.listen({ host: "127.0.0.1", port: 0 })).port);
}

export async function takeTicket(server: TestServer, user: TestUser): Promise<string> {
  const response = await server.call({ method: "POST", url: "/api/ws-tickets", as: user });
  return response.json<{ ticket: string }>().ticket;
}

/** A connection as the web application holds one. Every message is checked against the vocabulary. */
export class LiveClient {
  readonly socket: WebSocket;
  readonly messages: ServerMessage[] = [];
  closed: { readonly code: number; readonly reason: string } | undefined;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on("message", (data) => this.messages.push(ServerMessage.parse(JSON.parse((data as Buffer).toString()))));
    socket.on("close", (code, reason) => {
      this.closed = { code, reason: String(reason) };
    });
  }

  static async connect(server: TestServer, user: TestUser): Promise<LiveClient> {
    const client = new LiveClient(
      new WebSocket(`ws://127.0.0.1:${await portOf(server)}/ws?ticket=${await takeTicket(server, user)}`),
    );
    await once(client.socket, "open");
    return client;
  }

  send(message: ClientMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  /** Events, apart from what is told about the subscription itself. */
  get events(): ServerMessage[] {
    return this.messages.filter(({ type }) => !type.startsWith("stream."));
  }

  types(): string[] {
    return this.messages.map(({ type }) => type);
  }

  close(): void {
    this.socket.terminate();
  }
}

/** The status of a refused upgrade. */
export async function refusedUpgrade(url: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
  const socket = new WebSocket(url, { headers });
  socket.on("error", () => undefined);
  const [, response] = (await once(socket, "unexpected-response")) as [unknown, { statusCode: number }];
  socket.terminate();
  return response.statusCode;
}
