import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isBytes, Problem, type Endpoint } from "@recon/api";
import type { AppContext } from "../app-context.ts";
import type { Config } from "../config/config.ts";
import type { Actor } from "../security/actor.ts";
import { authenticate } from "../security/authenticate.ts";
import { authorize, type ProjectScope } from "../security/authorize.ts";
import { limitRate } from "../security/limit-rate.ts";
import type { RateLimiter } from "../security/rate-limiter.ts";
import type { Call, Download, Handler, Write } from "./handler.ts";
import {
  findAnswer,
  hashRequest,
  isTaken,
  Replay,
  withContent,
  writeOnce,
  type IdempotencyKey,
} from "./idempotency.ts";
import { transact } from "../events/transact.ts";
import { validate } from "./validate.ts";

/** What the first steps of a call found out. */
interface Admission {
  readonly actor: Actor | undefined;
  readonly project: ProjectScope | undefined;
  readonly params: unknown;
}

const admissions = new WeakMap<FastifyRequest, Admission>();

/** What every call passes. */
export interface Gates {
  readonly context: AppContext;
  readonly limiter: RateLimiter;
}

/** Gives one endpoint its route: authentication and access before a byte of the body is read, then everything else. */
export function mount(app: FastifyInstance, gates: Gates, handler: Handler): void {
  const { context } = gates;
  const { endpoint } = handler;
  app.route({
    method: endpoint.method,
    url: endpoint.path.replaceAll(/\{(\w+)\}/g, ":$1"),
    ...(isBytes(endpoint.body) ? { bodyLimit: context.config.maxUploadBytes } : {}),
    onRequest: async (request) => {
      admissions.set(request, await admit(gates, endpoint, request));
    },
    handler: async (request, reply) => answer({ context, handler, request, reply }),
  });
}

async function admit({ context, limiter }: Gates, endpoint: Endpoint, request: FastifyRequest): Promise<Admission> {
  const actor = endpoint.access === "public" ? undefined : await authenticate(context, request.headers.authorization);
  const params = await readParams(endpoint, request);
  const project =
    actor === undefined
      ? undefined
      : await authorize(context, { endpoint, actor, params: params as Record<string, string> });
  const { config, metrics } = context;
  await limitRate({ limiter, config, metrics }, { endpoint, actor, address: request.ip });
  return { actor, project, params };
}

/** A malformed id names nothing, like an unknown one. */
async function readParams(endpoint: Endpoint, request: FastifyRequest): Promise<unknown> {
  if (endpoint.params === undefined) return {};
  const result = await endpoint.params.safeParseAsync(request.params);
  if (!result.success) throw new Problem("NOT_FOUND");
  return result.data;
}

interface Incoming {
  readonly context: AppContext;
  readonly handler: Handler;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

async function answer(incoming: Incoming): Promise<unknown> {
  const { context, handler, request, reply } = incoming;
  const { endpoint } = handler;
  const admission = admissions.get(request);
  if (admission === undefined) throw new Error(`${endpoint.id} was reached without admission`);
  const query = endpoint.query === undefined ? undefined : await validate(endpoint.query, request.query, "query");
  const body = await readBody(endpoint, request);
  const key = readIdempotencyKey(context.config, request, { endpoint, admission, body });
  const sendsBytes = isBytes(endpoint.body);
  const earlier = key === undefined || sendsBytes ? undefined : await findAnswer(context.store, key);
  if (earlier !== undefined) return send(incoming, earlier.response, { replayed: true });
  const written = new Set<unknown>();
  const call = {
    context,
    ...admission,
    query,
    body,
    expectedVersion: readIfMatch(endpoint, request),
    write: writeFor(context, key, written),
    isRepeated: key !== undefined && sendsBytes && (await isTaken(context.store, key)),
    request,
    reply,
  } as Call<Endpoint>;
  try {
    const output = await handler.run(call);
    // What is kept for a repeated call is what `write` returned; an answer made of more would be lost with it.
    if (key !== undefined && !written.has(output)) throw new Error(`${endpoint.id} does not answer with its write`);
    return await send(incoming, output, { replayed: false });
  } catch (error) {
    if (error instanceof Replay) return send(incoming, error.response, { replayed: true });
    throw error;
  }
}

async function readBody(endpoint: Endpoint, request: FastifyRequest): Promise<unknown> {
  if (endpoint.body === undefined || isBytes(endpoint.body)) return request.body;
  return validate(endpoint.body, request.body, "body");
}

function writeFor(context: AppContext, key: IdempotencyKey | undefined, written: Set<unknown>): Write {
  if (key === undefined) return (work) => transact(context, work);
  return async (work, content) => {
    const output = await writeOnce(context, withContent(context.config, key, content), work);
    written.add(output);
    return output;
  };
}

function readIdempotencyKey(
  config: Config,
  request: FastifyRequest,
  { endpoint, admission, body }: { endpoint: Endpoint; admission: Admission; body: unknown },
): IdempotencyKey | undefined {
  const value = request.headers["idempotency-key"];
  if (endpoint.creates !== true || value === undefined) return undefined;
  if (typeof value !== "string" || !/^[\x21-\x7e]{1,200}$/.test(value)) {
    throw new Problem("INPUT_INVALID", "Idempotency-Key is 1 to 200 visible ASCII characters.");
  }
  const requestHash = hashRequest(config, [request.params, request.query, isBytes(endpoint.body) ? null : body]);
  const actor = admission.actor?.userId ?? `public:${requestHash}`;
  return { actor, endpoint: endpoint.id, key: value, requestHash };
}

function readIfMatch(endpoint: Endpoint, request: FastifyRequest): number | undefined {
  if (endpoint.edits !== true) return undefined;
  const value = request.headers["if-match"];
  if (value === undefined) {
    throw new Problem(
      "PRECONDITION_REQUIRED",
      "Send If-Match with the ETag that you saw, or * to overwrite whatever is there.",
    );
  }
  if (value === "*") return undefined;
  const version = /^(?:W\/)?"(\d{1,15})"$/.exec(value)?.[1];
  // An ETag that is none of ours matches nothing; 0 is no version.
  return version === undefined ? 0 : Number(version);
}

async function send(
  { handler, reply }: Incoming,
  output: unknown,
  { replayed }: { replayed: boolean },
): Promise<unknown> {
  const { endpoint } = handler;
  if (replayed) void reply.header("idempotency-replayed", "true");
  void reply.code(endpoint.status).header("cache-control", "no-store");
  if (endpoint.response === undefined) return reply.send();
  if (isBytes(endpoint.response)) return sendDownload(reply, output as Download);
  const parsed = await endpoint.response.safeParseAsync(output);
  if (!parsed.success) throw new Error(`${endpoint.id} answers against its schema: ${parsed.error.message}`);
  const version = (parsed.data as { version?: unknown } | null)?.version;
  if (typeof version === "number") void reply.header("etag", `"${version}"`);
  return reply.type("application/json; charset=utf-8").send(JSON.stringify(parsed.data));
}

function sendDownload(reply: FastifyReply, download: Download): unknown {
  if (download.fileName !== undefined) {
    const name = encodeURIComponent(download.fileName);
    void reply.header("content-disposition", `attachment; filename*=UTF-8''${name}`);
  }
  return reply.type(download.contentType).send(download.stream);
}
