import type { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { BodyOf, Bytes, Endpoint, ParamsOf, QueryOf } from "@recon/api";
import type { AppContext } from "../app-context.ts";
import type { Actor } from "../security/actor.ts";
import type { ProjectScope } from "../security/authorize.ts";
import type { Store } from "../store/tables.ts";

/** A response that is not JSON. */
export interface Download {
  readonly stream: Readable;
  readonly contentType: string;
  /** Sent as an attachment of this name. */
  readonly fileName?: string;
}

/**
 * Runs the call's effect in one transaction. With an `Idempotency-Key` the transaction also holds the key and the
 * answer, so the effect happens once whatever breaks in between. `work` must use only the store it is given. The key of a
 * call that sends bytes belongs to their sha256 as well, which is given as `content`.
 */
export type Write = <T>(work: (store: Store) => Promise<T>, content?: string) => Promise<T>;

/** All that a handler works with. */
export interface Call<E extends Endpoint> {
  readonly context: AppContext;
  readonly actor: E["access"] extends "public" ? undefined : Actor;
  readonly project: E["access"] extends `project:${string}` ? ProjectScope : undefined;
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
  /** From `If-Match`; undefined for `*` and where the endpoint does not edit. */
  readonly expectedVersion: number | undefined;
  readonly write: Write;
  /** Whether a call with this `Idempotency-Key` was answered before; only for calls that send bytes, which must be read before they can be compared. */
  readonly isRepeated: boolean;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

type OutputFor<R> = R extends z.ZodType ? z.input<R> : R extends Bytes ? Download : void;

export interface Handler {
  readonly endpoint: Endpoint;
  readonly run: (call: Call<Endpoint>) => Promise<unknown>;
}

/** Binds an endpoint of the catalogue to what it does. */
export function handle<E extends Endpoint>(
  endpoint: E,
  run: (call: Call<E>) => Promise<OutputFor<E["response"]>>,
): Handler {
  return { endpoint, run: run as Handler["run"] };
}
