import { ReconError, type ErrorCode } from "@recon/core/errors";

/** Exit codes of the engine's commands; a contract with scripts. */
export const exit = {
  done: 0,
  breaks: 1,
  usage: 2,
  input: 3,
  verification: 4,
  limit: 5,
  bug: 70,
  interrupted: 130,
} as const;

const codes = {
  USAGE: exit.usage,
  PLAN_INVALID: exit.usage,
  PLAN_UNSUPPORTED: exit.usage,
  COLUMN_UNKNOWN: exit.usage,
  COLUMN_DUPLICATE: exit.usage,
  DATE_ORDER_OPEN: exit.usage,
  OUTPUT_REFUSED: exit.usage,
  INPUT_MISSING: exit.input,
  INPUT_IS_FOLDER: exit.input,
  INPUT_EMPTY: exit.input,
  INPUT_UNREADABLE: exit.input,
  INPUT_BINARY: exit.input,
  INPUT_TRUNCATED: exit.input,
  INPUT_FORMAT: exit.input,
  RESULT_INVALID: exit.verification,
  VERIFICATION_FAILED: exit.verification,
  LIMIT_MEMORY: exit.limit,
  LIMIT_DISK: exit.limit,
  LIMIT_TIME: exit.limit,
  LIMIT_PAIRS: exit.limit,
  LIMIT_SIZE: exit.limit,
  INTERRUPTED: exit.interrupted,
} satisfies Record<ErrorCode, number>;

export const exitCodeOf = (error: unknown): number => (error instanceof ReconError ? codes[error.code] : exit.bug);
