import { expect, test } from "vitest";
import { createLog, secretsOf } from "./create-log.ts";

const TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg";

async function lineOf(
  write: (log: Awaited<ReturnType<typeof createLog>>) => void,
  secrets: string[] = [],
): Promise<string> {
  let text = "";
  const destination = { write: (line: string) => void (text += line) };
  write(await createLog({ level: "trace", instanceId: "i", secrets, destination }));
  return text;
}

test.each<[string, unknown, string]>([
  ["a password deep in an object", { user: { profile: [{ password: "hunter2hunter2" }] } }, "hunter2hunter2"],
  ["a new password", { newPassword: "hunter2hunter2" }, "hunter2hunter2"],
  ["a password with a quote", { password: 'hun"ter2' }, "ter2"],
  ["a refresh token", { refreshToken: "abcdefabcdef" }, "abcdefabcdef"],
  ["an authorization header", { headers: { authorization: "Bearer abcdefabcdef" } }, "abcdefabcdef"],
  ["a cookie", { headers: { cookie: "refresh=abcdefabcdef; theme=dark" } }, "abcdefabcdef"],
  ["cookies that are set", { headers: { "set-cookie": ["refresh=abcdefabcdef; HttpOnly"] } }, "abcdefabcdef"],
  ["a ticket in an address", { url: "/ws?ticket=abcdefabcdef" }, "abcdefabcdef"],
  ["a token in an address", { url: "/api/x?a=1&token=abcdefabcdef&b=2" }, "abcdefabcdef"],
  ["a password in an address", { url: "postgres://recon:sesame@db:5432/recon" }, "sesame"],
  ["a web token in a text", { note: `got ${TOKEN} from somewhere` }, TOKEN],
  ["JSON within a text", { body: JSON.stringify({ password: "hunter2hunter2" }) }, "hunter2hunter2"],
  ["an error's message", { err: new Error("Bearer abcdefabcdef was refused") }, "abcdefabcdef"],
  ["an error's cause", { err: new Error("outer", { cause: new Error("password=abcdefabcdef") }) }, "abcdefabcdef"],
  ["an API key", { apiKey: "abcdefabcdef" }, "abcdefabcdef"],
])("hides %s", async (_, object, secret) => {
  const line = await lineOf((log) => log.info(object, "something"));
  expect(line).toContain("[redacted]");
  expect(line).not.toContain(secret);
  expect(() => JSON.parse(line)).not.toThrow();
});

test("hides the configuration's own secrets wherever they stand", async () => {
  const secrets = secretsOf({
    jwtSecret: "the-signing-secret-of-this-server",
    databaseUrl: "postgres://recon:p%40ssword-1@db/recon",
    oidc: { clientSecret: "client-secret-1" },
  });
  const line = await lineOf(
    (log) => log.error({ odd: ["x the-signing-secret-of-this-server y"] }, "p@ssword-1 client-secret-1"),
    [...secrets],
  );
  expect(line).not.toMatch(/the-signing-secret|p@ssword-1|client-secret-1/);
});

test("leaves what is no secret as it is", async () => {
  const fields = { runId: "r1", url: "/api/runs?limit=10", tokens: 3, rows: 12, status: "ok", at: "10:00" };
  const line = JSON.parse(await lineOf((log) => log.info(fields, "run r1 done: 12 rows"))) as object;
  expect(line).toMatchObject({ level: "info", instanceId: "i", msg: "run r1 done: 12 rows", ...fields });
});

/** Each took the time of its length squared or worse, with the event loop standing still: a stranger's address could stop the server. */
test.each(["token-", "a-", "otp", "eyJ-", '"token":[', 'token":"', "Bearer ", "://a", '\\"token', "token="])(
  "a long address of %j is a line like any other",
  async (part) => {
    const url = `/${part.repeat(200_000 / part.length)}`;
    const line = await lineOf((log) => log.info({ url, password: "hunter2hunter2" }, "request"));
    expect(line).not.toContain("hunter2");
    expect(() => JSON.parse(line)).not.toThrow();
  },
);
