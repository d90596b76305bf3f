import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRedact, redactDeep } from "./redact.ts";

describe("redaction", () => {
  const environment = {
    DATABASE_URL: "postgres://ledger:h4rd-to-guess@db:5432/ledger",
    JWT_SECRET: "s3cr3t-value-of-thirty-two-bytes",
    PORT: "2000",
    PWD: "/srv/app",
    OPAQUE: "A1b2C3d4E5f6G7h8I9j0K1l2M3n4",
  };
  const redact = createRedact(environment);

  it("shows secrets as names and lengths", () => {
    const safe = redact(
      "JWT_SECRET=s3cr3t-value-of-thirty-two-bytes at postgres://ledger:h4rd-to-guess@db:5432/ledger",
    );
    expect(safe).not.toContain("s3cr3t");
    expect(safe).not.toContain("h4rd");
    expect(safe).toContain("JWT_SECRET, 32 characters");
    expect(safe).toContain("db:5432/ledger");
  });

  it("keeps what is no secret", () => {
    expect(redact("port 2000 in /srv/app")).toBe("port 2000 in /srv/app");
  });

  it("hides values that look like keys whatever their name", () => {
    expect(redact("value A1b2C3d4E5f6G7h8I9j0K1l2M3n4")).not.toContain("A1b2C3d4");
  });

  it.each([
    "Authorization: Bearer abcdefghijklmnop.qrstuv",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefghijk",
    "AKIAIOSFODNN7EXAMPLE",
    "redis://:p4ssw0rd!@cache:6379",
    "api_key=abcdef123456",
    'password: "correct horse"',
    "-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----",
  ])("hides what is shaped like a secret: %s", (text) => {
    const safe = createRedact({})(text);
    for (const secret of [
      "abcdefghijklmnop",
      "eyJzdWIi",
      "AKIAIOSFODNN7EXAMPLE",
      "p4ssw0rd",
      "abcdef123456",
      "correct",
      "MIIabc",
    ]) {
      expect(safe).not.toContain(secret);
    }
  });

  it("never lets a secret variable's value through, wherever it stands and however it is encoded", () => {
    const secrets = fc
      .string({ minLength: 8, maxLength: 40 })
      .filter((value) => /[^\s[\],0-9a-z ]/i.test(value) && !/character|API_TOKEN/.test(value));
    fc.assert(
      fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
        const safe = redactDeep(
          { a: [`${before}${secret}${after}`, encodeURIComponent(secret)] },
          createRedact({ API_TOKEN: secret }),
        );
        expect(JSON.stringify(safe.a[1])).not.toContain(encodeURIComponent(secret));
        expect(safe.a[0]?.includes(secret) === true && !before.includes(secret)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
