import type { FastifyReply, FastifyRequest } from "fastify";
import { catalogue, Problem } from "@recon/api";
import type { AppContext } from "../app-context.ts";
import { authenticate } from "../security/authenticate.ts";
import { sendProblem } from "./problem-response.ts";

const known = catalogue.map((endpoint) => ({
  endpoint,
  pattern: new RegExp(`^${endpoint.path.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
}));

/** 404 for an address that is none of ours; 405 for a wrong method, but only to people who are signed in. */
export async function answerUnknownRoute(
  context: AppContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const path = request.url.split("?")[0] ?? "";
  const here = known.filter(({ pattern }) => pattern.test(path)).map(({ endpoint }) => endpoint);
  try {
    if (here.length === 0) throw new Problem("ROUTE_UNKNOWN", `There is no ${request.method} ${path}.`);
    if (here.every((endpoint) => endpoint.access !== "public")) {
      await authenticate(context, request.headers.authorization);
    }
    const methods = [...new Set(here.map((endpoint) => endpoint.method))];
    void reply.header("allow", methods.join(", "));
    throw new Problem("METHOD_NOT_ALLOWED", `${path} knows ${methods.join(", ")}, not ${request.method}.`);
  } catch (error) {
    sendProblem(error, request, reply);
  }
  return reply;
}

/** An address that cannot even be decoded: 401 to strangers, as everywhere below `/api`, else 404. */
export function answerMalformedUrl(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const code = (error as { code?: unknown }).code;
  const anonymous = code === "FST_ERR_BAD_URL" && request.headers.authorization === undefined;
  sendProblem(anonymous && request.url.startsWith("/api/") ? new Problem("UNAUTHENTICATED") : error, request, reply);
}
