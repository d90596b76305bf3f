import { t } from "@lingui/core/macro";
import { CallFailed, type CallInput, type Endpoint } from "@recon/api";
import { client } from "./session.ts";

/** Fetches a file with the person's token and hands it to the browser under the name that the server gives it. */
export async function download<E extends Endpoint>(endpoint: E, input: CallInput<E>, name: string): Promise<void> {
  const response = (await client.call(endpoint, input)) as unknown as Response;
  const given = /filename\*?=(?:UTF-8'')?"?([^";]+)"?/i.exec(response.headers.get("content-disposition") ?? "")?.[1];
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = given === undefined ? name : decodeURIComponent(given);
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** What to tell a person about a failed call. */
export function explain(error: unknown): { readonly title: string; readonly detail: string } {
  if (error instanceof CallFailed) {
    const more = (error.problem.errors ?? []).map(({ path, message }) => `${path}: ${message}`).join("; ");
    return {
      title: error.problem.title,
      detail: more === "" ? error.problem.detail : `${error.problem.detail} ${more}`,
    };
  }
  return {
    title: t`The server cannot be reached`,
    detail: t`Check the connection; the page tries again by itself. Nothing that you decided is lost.`,
  };
}
