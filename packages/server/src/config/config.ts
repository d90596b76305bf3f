/** The server's configuration, complete and checked. `parse-config.ts` makes it from the environment. */
export interface Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly publicUrl: string | undefined;
  readonly smtpUrl: string | undefined;
  /** Addresses or networks of proxies whose `X-Forwarded-*` is believed; empty: none. */
  readonly trustProxy: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly jwtSecret: string;
  readonly jwtSecretPrevious: string | undefined;
  readonly jwtRefreshSecret: string;
  readonly jwtExpirationS: number;
  readonly jwtRefreshExpirationS: number;
  readonly vaultMasterKey: string;
  readonly logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";
  readonly maxUploadBytes: number;
  readonly metricsToken: string | undefined;
  /** Cost of a password hash. */
  readonly argon2: { readonly memoryKib: number; readonly iterations: number; readonly parallelism: number };
  /** Requests a minute: of one address for calls that try credentials, of one person for all others. */
  readonly rateLimits: { readonly credentialsPerMin: number; readonly defaultPerMin: number };
}
