import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

const PLACEHOLDER = "RECON_STYLE_NONCE";

/** Where `npm run build` puts the web application; the same from `src` and from `dist`. */
const builtFolder = (): string => fileURLToPath(new URL("../../../web/dist", import.meta.url));

const policyFor = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

/** Answers the address of a screen with the application's page; says whether it did. */
export type SendPage = (request: FastifyRequest, reply: FastifyReply) => boolean;

/**
 * Serves the built web application: files under hashed names for a year, the page itself anew each time, with a
 * nonce of its own. Without a build nothing is served but the API.
 */
export async function mountWebApp(app: FastifyInstance, folder: string = builtFolder()): Promise<SendPage> {
  const index = join(folder, "index.html");
  if (!existsSync(index)) return () => false;
  const page = readFileSync(index, "utf8");
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    globIgnore: ["index.html", "**/*.gz"],
    preCompressed: true,
    cacheControl: false,
    setHeaders(reply, path) {
      const isHashed = path.includes(`${join(folder, "assets")}`);
      reply.header("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  const sendPage: SendPage = (request, reply) => {
    if (!isScreen(request)) return false;
    const nonce = randomBytes(16).toString("base64");
    void reply
      .code(200)
      .header("content-security-policy", policyFor(nonce))
      .header("cache-control", "no-store")
      .type("text/html; charset=utf-8")
      .send(request.method === "HEAD" ? "" : page.replaceAll(PLACEHOLDER, nonce));
    return true;
  };
  return sendPage;
}

/** A browser that asks for a page, at an address that is neither the API's nor that of a file. */
function isScreen({ method, url, headers }: FastifyRequest): boolean {
  const path = url.split("?")[0] ?? "";
  if (method !== "GET" && method !== "HEAD") return false;
  if (/^\/(?:api|ws|metrics|assets)(?:\/|$)/.test(path)) return false;
  return path === "/" || (headers.accept ?? "").includes("text/html");
}
