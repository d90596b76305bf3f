import type { z } from "zod";
import { isBytes, type Endpoint } from "../endpoint.ts";
import { ProblemBody, problemCatalogue, type ProblemCode } from "../problem.ts";
import { SchemaComponents, type JsonSchema } from "./schema-components.ts";

export interface OpenApiOptions {
  readonly version: string;
}

/** The OpenAPI 3.1 document of a catalogue (https://spec.openapis.org/oas/v3.1.1.html). */
export function createOpenApi(catalogue: readonly Endpoint[], options: OpenApiOptions): JsonSchema {
  const components = new SchemaComponents();
  const problem = components.reference(ProblemBody, "output");
  // Answers first, so that the plain names are those of what is received.
  const responses = new Map(catalogue.map((endpoint) => [endpoint, successOf(endpoint, components)]));
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const endpoint of catalogue) {
    (paths[endpoint.path] ??= {})[endpoint.method.toLowerCase()] = {
      operationId: endpoint.id,
      tags: [endpoint.tag],
      summary: endpoint.summary,
      ...(endpoint.description === undefined ? {} : { description: endpoint.description }),
      "x-recon-access": endpoint.access,
      security: endpoint.access === "public" ? [] : [{ accessToken: [] }],
      parameters: parametersOf(endpoint, components),
      ...bodyOf(endpoint, components),
      responses: { [endpoint.status]: responses.get(endpoint), ...problemsOf(endpoint, problem) },
    };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Recon",
      version: options.version,
      summary: "Reconciles two sets of records that ought to agree, and proves the result.",
      description: introduction,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    tags: [...new Set(catalogue.map((endpoint) => endpoint.tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: components.schemas,
      securitySchemes: { accessToken: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
    },
  };
}

const introduction = [
  "Sign in with `POST /api/auth/login`; send the access token as `Authorization: Bearer`. It lives a quarter of an hour; `POST /api/auth/refresh` exchanges the cookie for the next.",
  "Lists answer `{ items, nextCursor, total }`: send `nextCursor` back as `cursor`. Times are RFC 3339 in UTC, amounts decimal text, ids UUIDv7.",
  "Calls that create take an `Idempotency-Key`: repeated within a day with the same content they answer the same and do nothing again. Calls that edit require `If-Match` with the `ETag` seen; 412 carries the present state in `current`.",
  "Everything that goes wrong is an `application/problem+json` (RFC 9457) whose `code` programs decide by.",
].join("\n\n");

function parametersOf(endpoint: Endpoint, components: SchemaComponents): JsonSchema[] {
  const parameters: JsonSchema[] = [
    ...parametersIn(endpoint.params, { place: "path", endpoint, components }),
    ...parametersIn(endpoint.query, { place: "query", endpoint, components }),
  ];
  if (endpoint.creates === true) {
    parameters.push(
      header("Idempotency-Key", "1 to 200 visible ASCII characters, new for every intended effect.", false),
    );
  }
  if (endpoint.edits === true)
    parameters.push(header("If-Match", "The `ETag` that was seen, or `*` to overwrite.", true));
  return parameters;
}

function header(name: string, description: string, required: boolean): JsonSchema {
  return { name, in: "header", description, required, schema: { type: "string" } };
}

function parametersIn(
  schema: z.ZodObject | undefined,
  { place, endpoint, components }: { place: "path" | "query"; endpoint: Endpoint; components: SchemaComponents },
): JsonSchema[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = components.reference(schema, "input") as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(property["description"] === undefined ? {} : { description: property["description"] }),
    schema: property,
    ...(endpoint.example?.query?.[name] === undefined ? {} : { example: endpoint.example.query[name] }),
  }));
}

function bodyOf(endpoint: Endpoint, components: SchemaComponents): JsonSchema {
  const { body } = endpoint;
  if (body === undefined) return {};
  if (isBytes(body)) {
    const content = Object.fromEntries(body.contentTypes.map((type) => [type, { schema: {} }]));
    return { requestBody: { required: true, description: body.description, content } };
  }
  const media = { schema: components.reference(body, "input"), ...exampleOf(endpoint.example?.body) };
  return { requestBody: { required: true, content: { "application/json": media } } };
}

function successOf(endpoint: Endpoint, components: SchemaComponents): JsonSchema {
  const { response } = endpoint;
  if (response === undefined) return { description: "Done." };
  if (isBytes(response)) {
    const content = Object.fromEntries(response.contentTypes.map((type) => [type, { schema: {} }]));
    return { description: response.description, content };
  }
  const headers = endpoint.edits === true ? { headers: { ETag: { schema: { type: "string" } } } } : {};
  const media = { schema: components.reference(response, "output"), ...exampleOf(endpoint.example?.response) };
  return { description: endpoint.summary, ...headers, content: { "application/json": media } };
}

function exampleOf(example: unknown): JsonSchema {
  return example === undefined ? {} : { example };
}

/** Codes that an endpoint can answer with, by what it is; beyond them only those that every server can run into. */
export function problemCodesOf(endpoint: Endpoint): readonly ProblemCode[] {
  const codes: (ProblemCode | false)[] = [
    ...(endpoint.access === "public" ? [] : (["UNAUTHENTICATED", "TOKEN_EXPIRED", "USER_DISABLED"] as const)),
    endpoint.access !== "public" && endpoint.beforePasswordChange !== true && "PASSWORD_CHANGE_REQUIRED",
    endpoint.access !== "public" && endpoint.access !== "user" && "FORBIDDEN",
    endpoint.params !== undefined && "NOT_FOUND",
    endpoint.access === "project:work" && "CONFLICT",
    (endpoint.query !== undefined || endpoint.body !== undefined || endpoint.creates === true) && "INPUT_INVALID",
    ...(endpoint.body === undefined ? [] : (["BODY_TOO_LARGE", "MEDIA_TYPE_UNSUPPORTED"] as const)),
    endpoint.creates === true && "IDEMPOTENCY_KEY_REUSED",
    ...(endpoint.edits === true ? (["VERSION_CONFLICT", "PRECONDITION_REQUIRED"] as const) : []),
    endpoint.budget !== "none" && "RATE_LIMITED",
    "STORE_UNREACHABLE",
    ...(endpoint.errors ?? []),
  ];
  return [...new Set(codes.filter((code) => code !== false))];
}

function problemsOf(endpoint: Endpoint, schema: JsonSchema): JsonSchema {
  const byStatus: Record<string, JsonSchema> = {};
  for (const code of problemCodesOf(endpoint)) {
    const { status } = problemCatalogue[code];
    const same = problemCodesOf(endpoint).filter((other) => problemCatalogue[other].status === status);
    byStatus[status] = {
      description: same.map((other) => `\`${other}\`: ${problemCatalogue[other].title}.`).join(" "),
      content: { "application/problem+json": { schema, example: problemExample(code) } },
    };
  }
  return byStatus;
}

function problemExample(code: ProblemCode): JsonSchema {
  const { status, title } = problemCatalogue[code];
  return { type: `urn:recon:problem:${code}`, title, status, detail: `${title}.`, code };
}
