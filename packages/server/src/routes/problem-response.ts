import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { ReconError, type ErrorCode } from "@recon/core/errors";
import { Problem, problemCatalogue, type ProblemBody, type ProblemCode } from "@recon/api";

/** Status of a fault that plans and files carry into a call. */
const statusOfReconError = {
  USAGE: 400,
  PLAN_INVALID: 422,
  PLAN_UNSUPPORTED: 422,
  COLUMN_UNKNOWN: 422,
  COLUMN_DUPLICATE: 422,
  DATE_ORDER_OPEN: 422,
  OUTPUT_REFUSED: 409,
  INPUT_MISSING: 422,
  INPUT_IS_FOLDER: 422,
  INPUT_EMPTY: 422,
  INPUT_UNREADABLE: 422,
  INPUT_BINARY: 422,
  INPUT_TRUNCATED: 422,
  INPUT_FORMAT: 422,
  RESULT_INVALID: 409,
  VERIFICATION_FAILED: 409,
  LIMIT_MEMORY: 507,
  LIMIT_DISK: 507,
  LIMIT_TIME: 504,
  LIMIT_PAIRS: 422,
  LIMIT_SIZE: 413,
  INTERRUPTED: 409,
} satisfies Record<ErrorCode, number>;

/** Turns whatever a call threw into a problem; a bug becomes INTERNAL and keeps its details for the log. */
export function toProblemBody(error: unknown, requestId: string): ProblemBody {
  if (error instanceof ReconError) {
    const status = statusOfReconError[error.code];
    const errors = error.at?.path === undefined ? {} : { errors: [{ path: error.at.path, message: error.message }] };
    return {
      type: `urn:recon:problem:${error.code}`,
      title: error.code,
      status,
      detail: error.message,
      code: error.code,
      requestId,
      ...errors,
    };
  }
  const problem = error instanceof Problem ? error : fromFramework(error);
  const { title, status } = problemCatalogue[problem.code];
  const { errors, current } = problem.more;
  return {
    type: `urn:recon:problem:${problem.code}`,
    title,
    status,
    detail: problem.message,
    code: problem.code,
    requestId,
    ...(errors === undefined ? {} : { errors: [...errors] }),
    ...(current === undefined ? {} : { current }),
  };
}

const byFrameworkCode: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "BODY_TOO_LARGE",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "MEDIA_TYPE_UNSUPPORTED",
  FST_ERR_BAD_URL: "ROUTE_UNKNOWN",
  FST_ERR_MAX_PARAM_LENGTH: "NOT_FOUND",
};

const storeGone = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "ETIMEDOUT",
  "57P01",
  "57P02",
  "57P03",
  "53300",
  "08006",
]);

function fromFramework(error: unknown): Problem {
  const { code = "", statusCode = 500, message = "" } = (error ?? {}) as Partial<FastifyError>;
  // Node's word for a body that will never be whole.
  if (code === "ECONNRESET" && message === "aborted") return new Problem("CLIENT_GONE");
  const known = byFrameworkCode[code];
  if (known !== undefined) return new Problem(known);
  if (code === "ENOSPC" || code === "SQLITE_FULL")
    return new Problem("DISK_FULL", "The disk is full; nothing was changed.");
  if (storeGone.has(code) || /Connection terminated|timeout exceeded when trying to connect/.test(message)) {
    return new Problem("STORE_UNREACHABLE", "The store does not answer; try again shortly.", {
      retryAfterS: 2,
      cause: error,
    });
  }
  if (statusCode >= 400 && statusCode < 500) return new Problem("INPUT_INVALID", message);
  return new Problem("INTERNAL", "This is a fault of the server; its log says more under the request id.");
}

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const body = toProblemBody(error, request.id);
  if (body.status >= 500) request.log.error({ err: error }, "request failed");
  if (body.status === 401) void reply.header("www-authenticate", "Bearer");
  const retryAfterS = error instanceof Problem ? error.more.retryAfterS : body.status === 503 ? 2 : undefined;
  if (retryAfterS !== undefined) void reply.header("retry-after", String(Math.max(1, Math.ceil(retryAfterS))));
  void reply.code(body.status).type("application/problem+json; charset=utf-8").send(JSON.stringify(body));
}
