import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { catalogue, createOpenApi } from "@recon/api";

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  // Swagger UI sets styles on its elements.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Recon API</title>
    <link rel="stylesheet" href="/api/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="reference"></div>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;

const start = `SwaggerUIBundle({ url: "/api/openapi.json", dom_id: "#reference", deepLinking: true, persistAuthorization: false, validatorUrl: null });
`;

const bundled = [
  { name: "swagger-ui.css", type: "text/css; charset=utf-8" },
  { name: "swagger-ui-bundle.js", type: "text/javascript; charset=utf-8" },
] as const;

/** `/api/openapi.json` and, from files of the installation alone, the interactive reference at `/api/docs`. */
export function mountReference(app: FastifyInstance, version: string): void {
  const document = JSON.stringify(createOpenApi(catalogue, { version }));
  app.get("/api/openapi.json", async (_request, reply) => reply.type("application/json; charset=utf-8").send(document));
  const send = (url: string, type: string, load: () => Promise<string> | string) =>
    app.get(url, async (_request, reply) =>
      reply
        .header("content-security-policy", policy)
        .header("cache-control", "no-cache")
        .type(type)
        .send(await load()),
    );
  send("/api/docs", "text/html; charset=utf-8", () => page);
  send("/api/docs/", "text/html; charset=utf-8", () => page);
  send("/api/docs/start.js", "text/javascript; charset=utf-8", () => start);
  const folder = join(createRequire(import.meta.url).resolve("@fastify/swagger-ui/package.json"), "..", "static");
  for (const { name, type } of bundled) send(`/api/docs/${name}`, type, () => readFile(join(folder, name), "utf8"));
}
