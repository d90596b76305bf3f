import { ReconError } from "@recon/core/errors";
import { QueryFault } from "../query/query-fault.ts";
import type { ReaderFailure } from "./messages.ts";
import { ReviewBehind } from "./open-sets.ts";

/** What went wrong, told apart by who can mend it. */
export function failureOf(error: unknown, dir: string): ReaderFailure {
  if (error instanceof ReviewBehind) return { kind: "behind", setId: error.setId, reviewSeq: error.reviewSeq };
  if (error instanceof QueryFault) return { kind: "query", path: error.path, message: error.message };
  if (error instanceof ReconError) return { kind: "recon", code: error.code, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  if (/Out of Memory Error/i.test(message))
    return {
      kind: "recon",
      code: "LIMIT_MEMORY",
      message: "this takes more memory than the reader may use; narrow the filter",
    };
  const isFileFault = /^(IO|Invalid Input|Serialization) Error|parquet|snappy|corrupt/i.test(message);
  if (isFileFault && !/^(Binder|Catalog|Parser) Error/.test(message))
    return {
      kind: "recon",
      code: "RESULT_INVALID",
      message: `${dir}: a file is damaged or gone: ${message.split("\n")[0]}`,
    };
  return { kind: "bug", message, stack: error instanceof Error ? error.stack : undefined };
}
