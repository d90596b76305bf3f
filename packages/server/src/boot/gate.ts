import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { HealthBody } from "@recon/api";
import { serveExit, StartFailure } from "./failure.ts";
import { describePortOwner } from "./port-owner.ts";

const RETRY_AFTER_S = 1;
/** How long a connection may stand still in the middle of a request or an answer. */
const IDLE_MS = 120_000;

/** The application behind the gate: its own server never listens, it only handles what passes through. */
interface Behind {
  readonly server: Server;
}

/**
 * The listening server. It is there before the application and after it: until it is opened, and once it is closed
 * again, only the health routes answer and everything else is a 503 that names the phase.
 */
export class Gate {
  readonly server: Server;
  readonly #health: () => HealthBody;
  #behind: Behind | undefined;
  #state: "starting" | "probing" | "open" | "closed" = "starting";
  #inFlight = 0;
  #onDrained: (() => void) | undefined;

  constructor(health: () => HealthBody, { idleMs = IDLE_MS }: { idleMs?: number } = {}) {
    this.#health = health;
    this.server = createServer(this.#handle);
    // Uploads may take long; what must be quick is the head of a request.
    this.server.requestTimeout = 0;
    this.server.headersTimeout = 30_000;
    this.server.timeout = idleMs;
    this.server.keepAliveTimeout = 65_000;
    this.server.on("upgrade", this.#upgrade);
  }

  /** The port that was bound. */
  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Lets the application answer its liveness, for the self-probe, and nothing else yet. */
  probe(behind: Behind): void {
    this.#behind = behind;
    this.#state = "probing";
  }

  open(): void {
    this.#state = "open";
  }

  /** Requests that the application is answering. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** New requests are turned away; those under way go on. */
  shut(): void {
    this.#state = "closed";
  }

  /** Resolves once no request is under way. */
  drained(): Promise<void> {
    if (this.#inFlight === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onDrained = resolve;
    });
  }

  /** Takes no connection any more and cuts those that are left. */
  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  readonly #handle: RequestListener = (request, response) => {
    const path = request.url?.split("?", 1)[0];
    const passes = this.#state === "open" || (this.#state === "probing" && path === "/api/health/live");
    if (passes) this.#pass(request, response);
    else this.#answer(path, request, response);
  };

  #pass(request: IncomingMessage, response: ServerResponse): void {
    this.#inFlight += 1;
    response.once("close", () => {
      this.#inFlight -= 1;
      if (this.#inFlight === 0) this.#onDrained?.();
    });
    // Node cuts off whoever is silent. A caller who waits for an answer has nothing to say; one who sends half a request or takes half an answer
    // and stops holds what others need.
    response.on("timeout", (socket: Socket) => {
      if (!request.complete || response.headersSent) socket.destroy();
    });
    this.#behind?.server.emit("request", request, response);
  }

  readonly #upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (this.#state === "open" && this.#behind?.server.emit("upgrade", request, socket, head) === true) return;
    socket.on("error", () => undefined);
    socket.end(`HTTP/1.1 503 Service Unavailable\r\nRetry-After: ${RETRY_AFTER_S}\r\nConnection: close\r\n\r\n`);
  };

  #answer(path: string | undefined, request: IncomingMessage, response: ServerResponse): void {
    const health = this.#health();
    response.setHeader("cache-control", "no-store");
    if (this.#state === "closed") response.setHeader("connection", "close");
    // What was sent along is not read; an answer before its end must not leave it in the way of the next request.
    request.resume();
    if (path === "/api/health/live") return sendJson(response, 200, health);
    response.setHeader("retry-after", String(RETRY_AFTER_S));
    if (path === "/api/health") return sendJson(response, 503, health);
    const stopping = health.status === "stopping";
    const problem = {
      type: `urn:recon:problem:${stopping ? "STOPPING" : "STARTING"}`,
      title: stopping ? "The server is stopping" : "The server is starting",
      status: 503,
      detail: stopping
        ? "The server is stopping."
        : `The server is starting and is in phase ${health.phase}; try again shortly.`,
      code: stopping ? "STOPPING" : "STARTING",
      phase: health.phase,
    };
    return sendJson(response, 503, problem, "application/problem+json");
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown, type = "application/json"): void {
  response.writeHead(status, { "content-type": `${type}; charset=utf-8` });
  response.end(JSON.stringify(body));
}

/** Binds the gate's server; a port that cannot be had is explained. */
export async function listen(gate: Gate, { host, port }: { host: string; port: number }): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    gate.server.once("error", (error: NodeJS.ErrnoException) => reject(explainListen(error, { host, port })));
    gate.server.listen({ host, port, backlog: 1024 }, resolve);
  });
  gate.server.on("error", () => undefined);
}

function explainListen(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): Error {
  const fail = (code: string, description: string, action: string, exitCode: number): StartFailure =>
    new StartFailure({ code, description, action, exitCode }, { cause: error });
  switch (error.code) {
    case "EADDRINUSE":
      return fail(
        "PORT_TAKEN",
        `port ${port} on ${host} is taken by ${describePortOwner(port)}`,
        "Stop that program, or choose another port, for example PORT=2001.",
        serveExit.system,
      );
    case "EACCES":
    case "EPERM":
      return fail(
        "PORT_FORBIDDEN",
        `port ${port} may not be opened by this user (${error.code})`,
        "Choose a port from 1024 up and let a proxy or a port mapping serve the lower one.",
        serveExit.permission,
      );
    case "EADDRNOTAVAIL":
      return fail(
        "HOST_NOT_OURS",
        `HOST ${host} is no address of this machine`,
        "Use 0.0.0.0 or :: for all addresses, 127.0.0.1 for this machine alone.",
        serveExit.configuration,
      );
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return fail(
        "HOST_UNKNOWN",
        `HOST ${host} cannot be resolved`,
        "Use an address, such as 0.0.0.0.",
        serveExit.configuration,
      );
    case "EAFNOSUPPORT":
      return fail(
        "FAMILY_UNSUPPORTED",
        `this system has no address family for HOST ${host}`,
        "Use an IPv4 address, such as 0.0.0.0.",
        serveExit.configuration,
      );
    default:
      return error;
  }
}
