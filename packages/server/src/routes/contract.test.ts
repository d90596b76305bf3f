/**
 * Every call of the document with generated and hostile input, as an administrator, on real objects: never a 5xx, and
 * every answer is what the document says. `RECON_CONTRACT_CASES` and `RECON_CONTRACT_SEED` lengthen and repeat it.
 */
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { catalogue, createOpenApi, isBytes, problemCodesOf, type Endpoint } from "@recon/api";
import { errorCodes } from "@recon/core/errors";
import { arbitraryOf, nastyValue } from "../testing/arbitrary-json.ts";
import { fillPath, makeObjects, type ForeignObjects } from "../testing/foreign-objects.ts";
import { createTestServer, type TestServer } from "../testing/test-server.ts";
import { createTestStore, testStores, type TestStore } from "../testing/test-store.ts";

type Schema = Readonly<Record<string, unknown>>;
interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
}

const cases = Number(process.env["RECON_CONTRACT_CASES"] ?? 12);
const seed = Number(process.env["RECON_CONTRACT_SEED"] ?? 20_261_125);
const document = createOpenApi(catalogue, { version: "test" }) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

const ajv = new Ajv2020({ strict: false, allErrors: false });
addFormats.default(ajv);

function validator(schema: Schema): ValidateFunction {
  return ajv.compile({ ...schema, components: document.components });
}

/** Calls that end the caller's own session or work on files, minutes long, by design. */
const oncePerCase = new Set(["logout"]);

describe.each(testStores)("the contract on the %s store", (dialect) => {
  let store: TestStore;
  let server: TestServer;
  let objects: ForeignObjects;

  beforeAll(async () => {
    store = await createTestStore(dialect);
    const maker = await createTestServer({ store, jobs: true });
    objects = await makeObjects(maker, await maker.createUser("admin", { email: "maker@example.com" }));
    await maker.close();
    // Without workers: what the calls below start need not run.
    server = await createTestServer({ store });
  });
  afterAll(async () => {
    await server.close();
    await store.remove();
  });

  it.each(catalogue.map((endpoint) => [endpoint.id, endpoint] as const))("%s", async (_, endpoint) => {
    const operation = document.paths[endpoint.path]?.[endpoint.method.toLowerCase()];
    if (operation === undefined) throw new Error(`${endpoint.id} is not in the document`);
    // An earlier call may have archived what this one is about.
    await server.context.store.updateTable("projects").set({ status: "active" }).execute();
    await server.context.store.updateTable("reconciliations").set({ status: "active" }).execute();
    const admin = await server.createUser("admin");
    const conforms = responseCheck(endpoint, operation);
    await fc.assert(
      fc.asyncProperty(requestOf(endpoint, operation), async ({ query, body, headers, raw }) => {
        const as = oncePerCase.has(endpoint.id) ? await server.createUser("admin") : admin;
        const search = new URLSearchParams(query).toString();
        const url = `${fillPath(endpoint.path, objects.params)}${search === "" ? "" : `?${search}`}`;
        const answer = await server.call({ method: endpoint.method, url, as, headers, body: raw ?? body });
        conforms(answer.statusCode, answer.headers, answer.body);
      }),
      { numRuns: cases, seed },
    );
  });

  it.each([
    ["a body that is no JSON", "{", "application/json", 400],
    ["an empty body", "", "application/json", 400],
    ["another media type", "a=b", "application/x-www-form-urlencoded", 415],
    ["a body beyond the limit", JSON.stringify({ name: "x".repeat(1_100_000) }), "application/json", 413],
    ["a poisoned prototype", '{"name":"x","__proto__":{"a":1}}', "application/json", 400],
  ])("refuses %s", async (_, body, type, status) => {
    const as = await server.createUser("admin");
    const answer = await server.call({
      method: "POST",
      url: "/api/projects",
      as,
      body,
      headers: { "content-type": type },
    });
    expect([answer.statusCode, answer.headers["content-type"]]).toEqual([
      status,
      "application/problem+json; charset=utf-8",
    ]);
  });
});

interface Request {
  readonly query: Record<string, string>;
  readonly headers: Record<string, string>;
  readonly body: unknown;
  /** Instead of the body: not even JSON. */
  readonly raw: string | undefined;
}

function requestOf(endpoint: Endpoint, operation: Operation): fc.Arbitrary<Request> {
  const inQuery = operation.parameters.filter((parameter) => parameter.in === "query");
  const text = (value: unknown) => (typeof value === "string" ? value.toWellFormed() : JSON.stringify(value));
  const query = fc
    .record(
      Object.fromEntries(inQuery.map((one) => [one.name, arbitraryOf(one.schema, document.components.schemas)])),
      { requiredKeys: [] },
    )
    .map((values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(value)])));
  const json = operation.requestBody?.content["application/json"]?.schema;
  const example = endpoint.example?.body;
  const body =
    json === undefined
      ? fc.constant(undefined)
      : fc.oneof(fc.constant(example), arbitraryOf(json, document.components.schemas), nastyValue);
  const contentType = isBytes(endpoint.body) ? (endpoint.body.contentTypes[0] ?? "") : "application/json";
  const headers = fc.record(
    {
      "if-match": fc.constantFrom("*", '"1"', '"999"', 'W/"x"', "?"),
      "idempotency-key": fc.constantFrom("a", "b", "a b", "x".repeat(201)),
    },
    { requiredKeys: endpoint.edits === true ? ["if-match"] : [] },
  );
  return fc
    .record({ query, body, headers, raw: fc.constant(isBytes(endpoint.body) ? "a,b\n1,2\n" : undefined) })
    .map((request) => ({
      ...request,
      body: request.body === undefined ? undefined : JSON.stringify(request.body),
      headers:
        json !== undefined || isBytes(endpoint.body)
          ? { ...request.headers, "content-type": contentType }
          : request.headers,
    })) as fc.Arbitrary<Request>;
}

function responseCheck(endpoint: Endpoint, operation: Operation) {
  const codes: readonly string[] = [...problemCodesOf(endpoint), ...errorCodes];
  const problem = validator({ $ref: "#/components/schemas/Problem" });
  const success = operation.responses[endpoint.status]?.content?.["application/json"]?.schema;
  const output = success === undefined ? undefined : validator(success);
  return (status: number, headers: Readonly<Record<string, unknown>>, text: string): void => {
    const seen = `${endpoint.id} ${status} ${text.slice(0, 500)}`;
    expect(status, seen).toBeLessThan(500);
    if (status < 300) {
      expect(status, seen).toBe(endpoint.status);
      if (output !== undefined)
        expect(output(JSON.parse(text)), `${seen}\n${JSON.stringify(output.errors)}`).toBe(true);
      return;
    }
    expect(headers["content-type"], seen).toBe("application/problem+json; charset=utf-8");
    const body = JSON.parse(text) as { code: string; status: number };
    expect(problem(body), seen).toBe(true);
    expect(body.status, seen).toBe(status);
    expect(codes, seen).toContain(body.code);
  };
}
