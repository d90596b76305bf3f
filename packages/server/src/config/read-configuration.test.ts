import { describe, expect, test } from "vitest";
import { readConfiguration } from "./read-configuration.ts";

const variablesAtFault = (env: NodeJS.ProcessEnv): string[] =>
  readConfiguration(env).faults.map((fault) => fault.variable);

describe("an environment", () => {
  test("that is empty is enough outside production", () => {
    const { config, faults } = readConfiguration({});
    expect(faults).toEqual([]);
    expect(config).toMatchObject({
      production: false,
      port: 2000,
      host: "127.0.0.1",
      jwtExpirationS: 900,
      trustProxy: [],
    });
    expect(config?.databaseUrl).toBeUndefined();
  });

  test("with empty variables is like one without them", () => {
    expect(readConfiguration({ PORT: "", DATABASE_URL: "", JWT_SECRET: "" }).config).toEqual(
      readConfiguration({}).config,
    );
  });

  test.each([
    ["PORT", "0", true],
    ["PORT", "65535", true],
    ["PORT", "65536", false],
    ["PORT", "2000abc", false],
    ["PORT", " 2000", false],
    ["PORT", "-1", false],
    ["HOST", "::1", true],
    ["HOST", "http://x", false],
    ["PUBLIC_URL", "https://recon.example.org", true],
    ["PUBLIC_URL", "recon.example.org", false],
    ["DATABASE_URL", "postgres://u:p@h:5432/d", true],
    ["DATABASE_URL", "postgresql://h/d", true],
    ["DATABASE_URL", "postgres://h:5432", false],
    ["DATABASE_URL", "sqlite:file", false],
    ["REDIS_URL", "rediss://h", true],
    ["REDIS_URL", "http://h", false],
    ["JWT_SECRET", "x".repeat(31), false],
    ["JWT_SECRET", "x".repeat(32), true],
    ["JWT_SECRET", "é".repeat(16), true],
    ["CORS_ORIGINS", "https://a.example, https://b.example", true],
    ["CORS_ORIGINS", "*", false],
    ["CORS_ORIGINS", "https://a.example/path", false],
    ["TRUST_PROXY", "loopback,10.0.0.0/8,fd00::/8", true],
    ["TRUST_PROXY", "true", false],
    ["TRUST_PROXY", "10.0.0.0/33", false],
    ["MAX_UPLOAD_BYTES", "2GB", true],
    ["MAX_UPLOAD_BYTES", "0", false],
    ["MAX_UPLOAD_BYTES", "2 PB", false],
    ["RESULT_RETENTION_DAYS", "0", false],
  ])("%s=%s", (name, text, good) => {
    expect(variablesAtFault({ [name]: text })).toEqual(good ? [] : [name]);
  });

  test("never shows a password or a secret", () => {
    const { faults } = readConfiguration({
      DATABASE_URL: "mysql://u:sesame@h/d",
      REDIS_URL: "redis//u:sesame@h",
      SMTP_URL: "http://u:ses/ame:ses@me@h?password=sesame",
      JWT_SECRET: "sesame",
    });
    expect(faults).toHaveLength(4);
    expect(JSON.stringify(faults)).not.toMatch(/ses/);
  });
});

describe("near misses", () => {
  const meant = (...names: string[]): unknown =>
    readConfiguration(Object.fromEntries(names.map((name) => [name, "x"]))).nearMisses;

  test("are pointed out", () => {
    expect(meant("DATABSE_URL", "JWT_SECRETT", "REDIS_URI", "log_level")).toEqual([
      { given: "DATABSE_URL", meant: "DATABASE_URL" },
      { given: "JWT_SECRETT", meant: "JWT_SECRET" },
      { given: "REDIS_URI", meant: "REDIS_URL" },
      { given: "log_level", meant: "LOG_LEVEL" },
    ]);
  });

  test("are not seen in what other programs use", () => {
    expect(
      meant("HOME", "PATH", "HOSTNAME", "PGPORT", "PGHOST", "SHELL", "LANG", "TERM", "npm_config_loglevel"),
    ).toEqual([]);
  });

  test("are nothing when the name that was meant is set, too", () => {
    expect(readConfiguration({ REDIS_URL: "redis://h", REDIS_URI: "x" }).nearMisses).toEqual([]);
  });
});
