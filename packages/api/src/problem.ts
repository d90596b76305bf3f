import { z } from "zod";

/**
 * Every problem the API answers with: its HTTP status and title. A code never changes its meaning.
 * Faults of plans, files and runs keep the codes of `@recon/core` and arrive under `RECON` statuses of the server.
 */
export const problemCatalogue = {
  INPUT_INVALID: { status: 400, title: "The request does not satisfy its schema" },
  CURSOR_INVALID: { status: 400, title: "The cursor belongs to another list, filter or sort" },
  PASSWORD_WEAK: { status: 400, title: "The password does not satisfy the policy" },
  TOKEN_INVALID: { status: 400, title: "The link is unknown, used or expired" },
  UNAUTHENTICATED: { status: 401, title: "Sign in first" },
  TOKEN_EXPIRED: { status: 401, title: "The access token has expired" },
  CREDENTIALS_INVALID: { status: 401, title: "E-mail address or password is wrong" },
  REFRESH_INVALID: { status: 401, title: "The session has ended" },
  REFRESH_REUSED: { status: 401, title: "The session was ended because an old refresh token was used again" },
  USER_DISABLED: { status: 401, title: "The account is disabled" },
  FORBIDDEN: { status: 403, title: "Not allowed" },
  PASSWORD_CHANGE_REQUIRED: { status: 403, title: "Change the password first" },
  REGISTRATION_CLOSED: { status: 403, title: "Registration is closed" },
  ORIGIN_FORBIDDEN: { status: 403, title: "The request comes from a page of another origin" },
  NOT_FOUND: { status: 404, title: "Not found" },
  ROUTE_UNKNOWN: { status: 404, title: "There is no such address in this API" },
  METHOD_NOT_ALLOWED: { status: 405, title: "The address does not know this method" },
  CONFLICT: { status: 409, title: "The request contradicts the present state" },
  NAME_TAKEN: { status: 409, title: "The name is taken" },
  SOURCE_NOT_READY: { status: 409, title: "The source is still being looked at, or could not be read" },
  SOURCE_IN_USE: { status: 409, title: "Runs or reconciliations use the source" },
  UPLOAD_BUSY: { status: 409, title: "Somebody is sending bytes of this upload" },
  OFFSET_MISMATCH: { status: 409, title: "The upload continues at another offset" },
  LAST_ADMINISTRATOR: { status: 409, title: "At least one active administrator must remain" },
  RESULT_GONE: { status: 410, title: "The result set is no longer there" },
  RUN_NOT_COMPLETED: { status: 409, title: "The run has no results" },
  REVIEW_CONFLICT: { status: 409, title: "The decision contradicts the present state of the review" },
  SET_CHANGED: { status: 409, title: "What the decision was about has changed" },
  VERSION_CONFLICT: { status: 412, title: "Somebody changed it in the meantime" },
  BODY_TOO_LARGE: { status: 413, title: "The request body is too large" },
  MEDIA_TYPE_UNSUPPORTED: { status: 415, title: "The media type is not supported" },
  PLAN_INVALID: { status: 422, title: "The plan is not valid" },
  CHECKSUM_MISMATCH: { status: 422, title: "The bytes received are not the bytes sent" },
  SOURCES_UNFIT: { status: 422, title: "The sources do not fit the plan" },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: "The idempotency key was used for a different request" },
  PRECONDITION_REQUIRED: { status: 428, title: "If-Match is required" },
  SUMS_DIFFER: { status: 422, title: "The sums of the records differ" },
  CURRENCIES_DIFFER: { status: 422, title: "The records have different currencies" },
  TOO_MANY_ITEMS: { status: 422, title: "Too many items for one decision" },
  RATE_LIMITED: { status: 429, title: "Too many requests" },
  LOCKED_OUT: { status: 429, title: "Too many failed attempts" },
  CLIENT_GONE: { status: 499, title: "The caller went away" },
  INTERNAL: { status: 500, title: "The server failed" },
  STARTING: { status: 503, title: "The server is starting" },
  STOPPING: { status: 503, title: "The server is stopping" },
  OVERLOADED: { status: 503, title: "The server is overloaded" },
  RESULTS_UNAVAILABLE: { status: 503, title: "Results cannot be read at the moment" },
  STORE_UNREACHABLE: { status: 503, title: "The store does not answer" },
  QUOTA_EXCEEDED: { status: 507, title: "The storage quota is used up" },
  DISK_FULL: { status: 507, title: "Not enough disk space" },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type ProblemCode = keyof typeof problemCatalogue;

/** One fault of a request: where (a path such as `body.name`) and what. */
export const ProblemItem = z.object({ path: z.string(), message: z.string() }).meta({ id: "ProblemItem" });
export type ProblemItem = z.infer<typeof ProblemItem>;

/** Body of every answer with status 400 and above (RFC 9457, `application/problem+json`). */
export const ProblemBody = z
  .object({
    type: z.string().describe("`urn:recon:problem:CODE`"),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe("What happened and what to do, for people."),
    code: z.string().describe("Stable; programs decide by it."),
    requestId: z.string().optional().describe("Stands in the server's log beside everything this request did."),
    errors: z.array(ProblemItem).optional(),
    current: z.unknown().optional().describe("412 only: the present state."),
  })
  .meta({ id: "Problem", description: "What went wrong (RFC 9457)." });
export type ProblemBody = z.infer<typeof ProblemBody>;

export interface ProblemDetail {
  readonly errors?: readonly ProblemItem[];
  readonly current?: unknown;
  /** Sent as `Retry-After`. */
  readonly retryAfterS?: number;
  readonly cause?: unknown;
}

/** Thrown by services for what the caller can mend; the server turns it into a problem response. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  readonly more: ProblemDetail;

  constructor(code: ProblemCode, detail: string = problemCatalogue[code].title, more: ProblemDetail = {}) {
    super(detail, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.more = more;
  }

  get status(): number {
    return problemCatalogue[this.code].status;
  }
}
