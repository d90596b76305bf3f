import { resolve } from "node:path";
import type { GivenConfig } from "./config.ts";
import { dataDirOf } from "./data-dir.ts";
import { findNearMisses } from "./near-misses.ts";
import { redactAddress } from "./redact-address.ts";
import type { Reading, Setting } from "./setting.ts";
import { settingNames, settings, type SettingName } from "./settings.ts";

/** What is wrong with one variable. `given` never holds a secret. */
export interface ConfigurationFault {
  readonly variable: string;
  readonly given: string;
  readonly wrong: string;
  readonly example: string;
}

export interface ConfigurationReading {
  /** Absent when there is a fault. */
  readonly config?: GivenConfig;
  readonly faults: readonly ConfigurationFault[];
  /** Unknown variables that look like a slip of a known one. */
  readonly nearMisses: readonly { readonly given: string; readonly meant: string }[];
}

type Values = {
  readonly [N in SettingName]?: (typeof settings)[N] extends Setting<infer T> ? T : never;
};

/** Reads the whole environment and reports every fault at once. An empty variable counts as absent. */
export function readConfiguration(env: NodeJS.ProcessEnv): ConfigurationReading {
  const production = env["NODE_ENV"] === "production";
  const faults: ConfigurationFault[] = [];
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const name of settingNames) {
    const text = env[name];
    const one: Setting<unknown> = settings[name];
    if (text === undefined || text === "") {
      if (production && one.neededInProduction) faults.push(faultOf(name, text, "is required in production"));
      continue;
    }
    const reading: Reading<unknown> = one.read(text);
    if ("wrong" in reading) faults.push(faultOf(name, text, reading.wrong));
    else values[name] = reading.value;
  }
  faults.push(...faultsBetween(env, production));
  const nearMisses = findNearMisses(env);
  if (faults.length > 0) return { faults, nearMisses };
  return { config: assemble(values as Values, { env, production }), faults, nearMisses };
}

function faultOf(variable: SettingName, text: string | undefined, wrong: string): ConfigurationFault {
  const example = `${variable}=${settings[variable].example}`;
  if (text === undefined) return { variable, given: "not set", wrong, example };
  if (text === "") return { variable, given: "set but empty", wrong, example };
  const one: Setting<unknown> = settings[variable];
  if (one.secret) return { variable, given: `${Buffer.byteLength(text)} bytes`, wrong, example };
  return { variable, given: JSON.stringify(redactAddress(text)), wrong, example };
}

/** Rules that no variable can break alone. */
function faultsBetween(env: NodeJS.ProcessEnv, production: boolean): ConfigurationFault[] {
  const oidc = (["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const).filter((name) => !env[name]);
  const faults =
    oidc.length === 3
      ? []
      : oidc.map((name) => faultOf(name, env[name], "is needed when another OIDC_ variable is set"));
  if (production && env["RECON_SIGNAL_AT"]) {
    faults.push(faultOf("RECON_SIGNAL_AT", env["RECON_SIGNAL_AT"], "is for tests; unset it in production"));
  }
  return faults;
}

const DEFAULT_UPLOAD_BYTES = 10 * 2 ** 30;
const DEFAULT_RESERVE_BYTES = 2 ** 30;
const MONTH_S = 2_592_000;

function assemble(values: Values, facts: { env: NodeJS.ProcessEnv; production: boolean }): GivenConfig {
  return {
    production: facts.production,
    port: values.PORT ?? 2000,
    host: values.HOST ?? (facts.production ? "0.0.0.0" : "127.0.0.1"),
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, ""),
    dataDir: resolve(dataDirOf(facts.env)),
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    smtpUrl: values.SMTP_URL,
    oidc: oidcOf(values),
    trustProxy: values.TRUST_PROXY ?? [],
    corsOrigins: values.CORS_ORIGINS ?? [],
    jwtSecretPrevious: values.JWT_SECRET_PREVIOUS,
    vaultMasterKeyPrevious: values.VAULT_MASTER_KEY_PREVIOUS,
    jwtExpirationS: values.JWT_EXPIRATION_S ?? 900,
    jwtRefreshExpirationS: values.JWT_REFRESH_EXPIRATION_S ?? MONTH_S,
    logLevel: values.LOG_LEVEL ?? "info",
    maxUploadBytes: values.MAX_UPLOAD_BYTES ?? DEFAULT_UPLOAD_BYTES,
    metricsToken: values.METRICS_TOKEN,
    runSlots: values.RUN_SLOTS,
    runMemoryBytes: values.RUN_MEMORY_BYTES,
    inspectTimeoutS: values.INSPECT_TIMEOUT_S ?? 7200,
    diskReserveBytes: values.DISK_RESERVE_BYTES ?? DEFAULT_RESERVE_BYTES,
    storageQuotaBytes: values.STORAGE_QUOTA_BYTES,
    resultRetentionDays: values.RESULT_RETENTION_DAYS,
    dependencyTries: values.DEPENDENCY_TRIES ?? 10,
    stopTimeoutS: values.STOP_TIMEOUT_S ?? 8,
    // OWASP's second choice: 19 MiB would do, and a sign-in must not hurt a small machine.
    argon2: { memoryKib: 19_456, iterations: 2, parallelism: 1 },
    // So far behind on its own work, the server would answer too late anyway; a single hiccup is not refused for.
    mostDelayMs: 2_500,
    rateLimits: { credentialsPerMin: 20, defaultPerMin: 1_200 },
    givenSecrets: {
      ...(values.JWT_SECRET === undefined ? {} : { jwtSecret: values.JWT_SECRET }),
      ...(values.JWT_REFRESH_SECRET === undefined ? {} : { jwtRefreshSecret: values.JWT_REFRESH_SECRET }),
      ...(values.VAULT_MASTER_KEY === undefined ? {} : { vaultMasterKey: values.VAULT_MASTER_KEY }),
    },
  };
}

function oidcOf(values: Values): GivenConfig["oidc"] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = values;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return undefined;
  return { issuer, clientId, clientSecret };
}
