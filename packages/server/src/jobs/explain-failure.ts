import { Problem } from "@recon/api";
import { ReconError } from "@recon/core";

/** Its servers died over it, or beside it, so often that another try would be a risk for everybody. */
export class GivenUp extends Error {
  override readonly name = "GivenUp";
}

export interface Explained {
  readonly problem: { readonly code: string; readonly detail: string };
  /** Trying again cannot help: the files, the plan or a limit are the cause. */
  readonly isPermanent: boolean;
}

const MOST_DETAIL_LENGTH = 4_000;

/** What a person is told about a job that failed. The words of a bug stay in the log. */
export function explainFailure(error: unknown): Explained {
  if (error instanceof ReconError || error instanceof Problem) {
    return { problem: { code: error.code, detail: cut(error.message) }, isPermanent: true };
  }
  if (error instanceof GivenUp) {
    const detail = "The server ended several times while it worked on this; its log and start history say why.";
    return { problem: { code: "INTERNAL", detail }, isPermanent: true };
  }
  if (isStoreAway(error))
    return { problem: { code: "STORE_UNREACHABLE", detail: "The store did not answer." }, isPermanent: false };
  if ((error as NodeJS.ErrnoException).code === "ENOSPC") {
    return {
      problem: { code: "LIMIT_DISK", detail: "The server's disk is full; ask its administrator to free space." },
      isPermanent: true,
    };
  }
  return {
    problem: {
      code: "INTERNAL",
      detail: "The server failed at this; its log has the details. That is a bug in Recon.",
    },
    isPermanent: false,
  };
}

const cut = (text: string): string =>
  text.length > MOST_DETAIL_LENGTH ? `${text.slice(0, MOST_DETAIL_LENGTH)}…` : text;

const awayCodes = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|08|57P0|53300|SQLITE_BUSY)/;
const awayMessages =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error/i;

/** Whether the store itself could not be reached, so that the same statement may succeed later. */
export function isStoreAway(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return (
    (typeof code === "string" && awayCodes.test(code)) || (typeof message === "string" && awayMessages.test(message))
  );
}
