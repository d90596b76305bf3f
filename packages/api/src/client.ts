import type { z } from "zod";
import { isBytes, type BodyInputOf, type Bytes, type Endpoint, type ParamsInput, type QueryInput } from "./endpoint.ts";
import { refresh } from "./endpoints/auth.ts";
import type { ProblemBody } from "./problem.ts";

/** Thrown by the client for every answer that is a problem. */
export class CallFailed extends Error {
  override readonly name = "CallFailed";
  readonly status: number;
  readonly problem: ProblemBody;

  constructor(problem: ProblemBody) {
    super(problem.detail);
    this.status = problem.status;
    this.problem = problem;
  }
}

export interface ClientOptions {
  /** `https://recon.example.com`; empty in a page that the server itself serves. */
  readonly baseUrl: string;
  readonly fetch?: typeof fetch;
  /** The first access token, when there is one already. */
  readonly accessToken?: string;
  /** Told of every new access token: after sign-in, after a refresh. */
  readonly onAccessToken?: (token: string | undefined) => void;
}

type Given<Name extends string, T> = undefined extends T
  ? { readonly [N in Name]?: undefined }
  : { readonly [N in Name]: T };

export type CallInput<E extends Endpoint> = Given<"params", ParamsInput<E>> &
  (QueryInput<E> extends undefined ? unknown : { readonly query?: QueryInput<E> }) &
  Given<"body", BodyInputOf<E>> & {
    /** Creating calls get a random one when none is given: repeat a call whose answer was lost with the same. */
    readonly idempotencyKey?: string;
    /** The version seen, or `*`. */
    readonly ifMatch?: number | "*";
    readonly signal?: AbortSignal;
  };

/** JSON as its schema's output, a stream as the `Response` itself, nothing for 204. */
export type CallOutput<E extends Endpoint> = E["response"] extends z.ZodType
  ? z.output<E["response"]>
  : E["response"] extends Bytes
    ? Response
    : undefined;

export interface Client {
  call<E extends Endpoint>(endpoint: E, input: CallInput<E>): Promise<CallOutput<E>>;
  useAccessToken(token: string | undefined): void;
}

/**
 * A client typed by the catalogue. An expired access token is refreshed once (many calls at once share the refresh)
 * and the call repeated; every other problem is thrown as `CallFailed`.
 */
export function createClient(options: ClientOptions): Client {
  const send = options.fetch ?? fetch;
  let accessToken = options.accessToken;
  let refreshing: Promise<boolean> | undefined;

  const useAccessToken = (token: string | undefined): void => {
    accessToken = token;
    options.onAccessToken?.(token);
  };
  const attempt = (endpoint: Endpoint, request: PreparedRequest): Promise<Response> => {
    const authorization = accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` };
    return send(request.url, {
      method: endpoint.method,
      headers: { ...request.headers, ...authorization },
      credentials: "include",
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
  };
  const renew = async (): Promise<boolean> => {
    const response = await attempt(refresh, { url: `${options.baseUrl}${refresh.path}`, headers: {} });
    const answer = (await response.json()) as { accessToken?: string };
    useAccessToken(response.ok ? answer.accessToken : undefined);
    return response.ok;
  };

  return {
    useAccessToken,
    async call(endpoint, input) {
      const request = prepare(options.baseUrl, endpoint, input as LooseInput);
      const used = accessToken;
      let response = await attempt(endpoint, request);
      if (response.status === 401 && endpoint.access !== "public") {
        const problem = await readProblem(response);
        if (problem.code !== "TOKEN_EXPIRED") throw new CallFailed(problem);
        // Another call may have refreshed while this one was on its way.
        if (used === accessToken) {
          refreshing ??= renew().finally(() => (refreshing = undefined));
          if (!(await refreshing)) throw new CallFailed(problem);
        }
        response = await attempt(endpoint, request);
      }
      if (!response.ok) throw new CallFailed(await readProblem(response));
      return (await readOutput(endpoint, response)) as never;
    },
  };
}

interface PreparedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Blob | Uint8Array<ArrayBuffer> | string;
  readonly signal?: AbortSignal | undefined;
}

interface LooseInput {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly ifMatch?: number | "*";
  readonly signal?: AbortSignal;
}

function prepare(baseUrl: string, endpoint: Endpoint, input: LooseInput): PreparedRequest {
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(input.params?.[name] ?? "")),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) query.append(name, String(one));
  }
  const binary = isBytes(endpoint.body) ? endpoint.body.contentTypes[0] : undefined;
  const headers: Record<string, string> = {};
  if (input.body !== undefined) headers["content-type"] = binary ?? "application/json";
  if (endpoint.creates === true) headers["idempotency-key"] = input.idempotencyKey ?? globalThis.crypto.randomUUID();
  if (input.ifMatch !== undefined) headers["if-match"] = input.ifMatch === "*" ? "*" : `"${input.ifMatch}"`;
  return {
    url: `${baseUrl}${path}${query.size === 0 ? "" : `?${query.toString()}`}`,
    headers,
    ...(input.body === undefined
      ? {}
      : { body: binary === undefined ? JSON.stringify(input.body) : (input.body as Blob) }),
    signal: input.signal,
  };
}

async function readOutput(endpoint: Endpoint, response: Response): Promise<unknown> {
  if (endpoint.response === undefined) return undefined;
  return isBytes(endpoint.response) ? response : response.json();
}

/** A proxy between may answer with something of its own; that, too, becomes a problem. */
async function readProblem(response: Response): Promise<ProblemBody> {
  const text = await response.text();
  try {
    const body = JSON.parse(text) as Partial<ProblemBody>;
    if (typeof body.code === "string") return body as ProblemBody;
  } catch {
    // Not ours; told below.
  }
  const title = response.statusText || "The answer is no problem document";
  return { type: "about:blank", title, status: response.status, detail: text.slice(0, 500) || title, code: "INTERNAL" };
}
