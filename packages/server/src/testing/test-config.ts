import type { Config } from "../config/config.ts";
import type { TestStore } from "./test-store.ts";

/** Configuration of a test server: cheap password hashes, generous limits, no log. */
export function testConfig(store: TestStore, overrides: Partial<Config> = {}): Config {
  return {
    production: false,
    host: "127.0.0.1",
    port: 0,
    dataDir: store.dataDir,
    databaseUrl: store.databaseUrl,
    redisUrl: undefined,
    publicUrl: undefined,
    smtpUrl: undefined,
    oidc: undefined,
    trustProxy: [],
    corsOrigins: [],
    jwtSecret: "test-jwt-secret-0123456789abcdefghij",
    jwtSecretPrevious: undefined,
    jwtRefreshSecret: "test-refresh-secret-0123456789abcdef",
    jwtExpirationS: 900,
    jwtRefreshExpirationS: 30 * 86_400,
    vaultMasterKey: "test-vault-master-key-0123456789abcd",
    vaultMasterKeyPrevious: undefined,
    logLevel: "silent",
    maxUploadBytes: 64 * 1024 * 1024,
    metricsToken: undefined,
    dependencyTries: 1,
    stopTimeoutS: 8,
    runSlots: 1,
    runMemoryBytes: 2 ** 30,
    inspectTimeoutS: 600,
    diskReserveBytes: 0,
    storageQuotaBytes: undefined,
    resultRetentionDays: undefined,
    argon2: { memoryKib: 64, iterations: 1, parallelism: 1 },
    // What else the machine does is no test's business.
    mostDelayMs: 0,
    rateLimits: { credentialsPerMin: 1_000_000, defaultPerMin: 1_000_000 },
    ...overrides,
  };
}
