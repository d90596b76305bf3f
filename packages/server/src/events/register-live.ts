import websocket from "@fastify/websocket";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Problem } from "@recon/api";
import type { AppContext } from "../app-context.ts";
import { checkOrigin } from "../security/check-origin.ts";
import { ACCESS_ROOM, type AccessChanged, type LoggedEvent } from "./event-log.ts";
import { LiveConnection } from "./live-connection.ts";
import { type Admitted, redeemTicket } from "./ws-ticket.ts";

const HEARTBEAT_MS = 25_000;
const GOODBYE_MS = 500;
/** Access taken away is told by an event; this is for what was changed in the store by hand. */
const RECHECK_MS = 30_000;
/** What a client sends is a room and a number. */
const MOST_MESSAGE_BYTES = 4_096;
const MOST_CONNECTIONS = 10_000;

/** `/ws`: live events to whoever holds a ticket. */
export async function registerLive(app: FastifyInstance, context: AppContext): Promise<void> {
  const connections = new Set<LiveConnection>();
  const admissions = new WeakMap<FastifyRequest, Admitted>();
  await app.register(websocket, {
    options: { maxPayload: MOST_MESSAGE_BYTES },
    preClose: (done) => {
      for (const connection of connections) connection.close("stopping", "the server stops; come again");
      // A client that is gone without a word would hold up the end of the server.
      setTimeout(() => connections.forEach((connection) => connection.cut()), GOODBYE_MS).unref();
      done();
    },
  });
  app.route({
    method: "GET",
    url: "/ws",
    preValidation: async (request) => {
      checkOrigin(context.config, request.headers);
      if (request.headers.upgrade?.toLowerCase() !== "websocket")
        throw new Problem("INPUT_INVALID", "This address speaks WebSocket only.");
      if (connections.size >= MOST_CONNECTIONS)
        throw new Problem("OVERLOADED", "Too many connections.", { retryAfterS: 30 });
      const { ticket } = request.query as { ticket?: unknown };
      const admitted = typeof ticket === "string" ? await redeemTicket(context, ticket) : undefined;
      if (admitted === undefined) {
        throw new Problem(
          "UNAUTHENTICATED",
          "The ticket is unknown, used or older than 30 s: take a new one by POST /api/ws-tickets.",
        );
      }
      admissions.set(request, admitted);
    },
    handler: async () => {
      throw new Problem("INPUT_INVALID", "This address speaks WebSocket only.");
    },
    wsHandler: (socket, request) => {
      const connection = new LiveConnection(socket, admissions.get(request)!, context);
      connections.add(connection);
      context.metrics.sockets.inc();
      socket.once("close", () => {
        connections.delete(connection);
        context.metrics.sockets.dec();
      });
    },
  });
  watchConnections(app, context, connections);
}

function watchConnections(app: FastifyInstance, context: AppContext, connections: ReadonlySet<LiveConnection>): void {
  const recheck = async (which: Iterable<LiveConnection>): Promise<void> => {
    for (const connection of which) {
      await connection.recheck().catch((error: unknown) => {
        context.log.warn({ err: error }, "a connection's access could not be checked; the next round tries again");
      });
    }
  };
  const listener = {
    event({ data }: LoggedEvent): void {
      const { userId } = data as AccessChanged["data"];
      void recheck([...connections].filter(({ admitted }) => admitted.userId === userId));
    },
  };
  const timers = [
    setInterval(() => {
      for (const connection of connections) connection.beat();
    }, HEARTBEAT_MS).unref(),
    setInterval(() => void recheck([...connections]), RECHECK_MS).unref(),
  ];
  app.addHook("onReady", () => context.events.subscribe(ACCESS_ROOM, listener, { to: () => undefined }));
  app.addHook("onClose", async () => {
    for (const timer of timers) clearInterval(timer);
    context.events.unsubscribe(ACCESS_ROOM, listener);
  });
}
