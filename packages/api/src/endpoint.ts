import type { z } from "zod";
import type { ProblemCode } from "./problem.ts";

/** Who may call: one word per endpoint; the server's access table says which role has which. */
export const accesses = [
  "public",
  "user",
  "projects:create",
  "project:read",
  "project:work",
  "project:manage",
  "users:manage",
  "system:manage",
] as const;
export type Access = (typeof accesses)[number];

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A body that is not JSON: it travels as a stream and is never held in memory. */
export interface Bytes {
  readonly kind: "bytes";
  readonly contentTypes: readonly string[];
  readonly description: string;
}

export function bytes(description: string, ...contentTypes: readonly string[]): Bytes {
  return { kind: "bytes", contentTypes, description };
}

/** Budgets of the rate limits: `credentials` per address for calls that try passwords or links, else per user. */
export type RateBudget = "credentials" | "default" | "none";

/** One call of the API as plain data: routes, OpenAPI, the typed client and the tests follow from it. */
export interface Endpoint {
  /** camelCase, unique: OpenAPI's operationId. */
  readonly id: string;
  readonly method: Method;
  /** Whole path, parameters in braces: `/api/projects/{projectId}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType | Bytes;
  /** 204 has no response body. */
  readonly status: 200 | 201 | 202 | 204;
  readonly response?: z.ZodType | Bytes;
  /** Takes an `Idempotency-Key`; its handler makes its whole effect in one `write`. */
  readonly creates?: true;
  /** Requires `If-Match` with the version that the caller saw. */
  readonly edits?: true;
  /** Open to people who must change their password first. */
  readonly beforePasswordChange?: true;
  readonly budget?: RateBudget;
  /** Problems beyond those that every endpoint can answer with. */
  readonly errors?: readonly ProblemCode[];
  readonly example?: EndpointExample;
}

export interface EndpointExample {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly response?: unknown;
}

/** Keeps the endpoint's exact type, from which handlers and client calls are typed. */
export function defineEndpoint<const E extends Endpoint>(endpoint: E): E {
  return endpoint;
}

type OutputOf<T> = T extends z.ZodType ? z.output<T> : T extends Bytes ? AsyncIterable<Uint8Array> : undefined;
type InputOf<T> = T extends z.ZodType
  ? z.input<T>
  : T extends Bytes
    ? Blob | Uint8Array<ArrayBuffer> | string
    : undefined;

/** What a handler receives. */
export type ParamsOf<E extends Endpoint> = OutputOf<E["params"]>;
export type QueryOf<E extends Endpoint> = OutputOf<E["query"]>;
export type BodyOf<E extends Endpoint> = OutputOf<E["body"]>;

/** What a caller sends. */
export type ParamsInput<E extends Endpoint> = InputOf<E["params"]>;
export type QueryInput<E extends Endpoint> = InputOf<E["query"]>;
export type BodyInputOf<E extends Endpoint> = InputOf<E["body"]>;

export function isBytes(value: unknown): value is Bytes {
  return typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === "bytes";
}
