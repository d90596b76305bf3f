/** What signs and encrypts; each at least 32 bytes. */
export interface Secrets {
  readonly jwtSecret: string;
  readonly jwtRefreshSecret: string;
  readonly vaultMasterKey: string;
}

/** The server's configuration, complete and checked; nothing else reads the environment. */
export interface Config extends Secrets {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  /** Absent: the address follows from the port that was really bound. */
  readonly publicUrl: string | undefined;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly smtpUrl: string | undefined;
  readonly oidc: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string } | undefined;
  /** Addresses or networks of proxies whose `X-Forwarded-*` is believed; empty: none. */
  readonly trustProxy: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly jwtSecretPrevious: string | undefined;
  readonly vaultMasterKeyPrevious: string | undefined;
  readonly jwtExpirationS: number;
  readonly jwtRefreshExpirationS: number;
  readonly logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";
  readonly maxUploadBytes: number;
  readonly metricsToken: string | undefined;
  readonly dependencyTries: number;
  readonly stopTimeoutS: number;
  /** Runs at once on this server; absent: by its cores. */
  readonly runSlots: number | undefined;
  /** Resident memory of one run's process; absent: by the machine's memory. */
  readonly runMemoryBytes: number | undefined;
  /** Of a look at a file, or of a check of a proof. */
  readonly inspectTimeoutS: number;
  /** Free space that uploads and runs leave on the disk. */
  readonly diskReserveBytes: number;
  /** What sources and result sets may take together; absent: what the disk holds. */
  readonly storageQuotaBytes: number | undefined;
  /** Result sets older than this are removed, save the newest of each reconciliation; absent: none. */
  readonly resultRetentionDays: number | undefined;
  /** Cost of a password hash. */
  readonly argon2: { readonly memoryKib: number; readonly iterations: number; readonly parallelism: number };
  /** How late the event loop may be before calls are refused; 0: however late. */
  readonly mostDelayMs: number;
  /** Requests a minute: of one address for calls that try credentials, of one person for all others. */
  readonly rateLimits: { readonly credentialsPerMin: number; readonly defaultPerMin: number };
}

/** The configuration as the environment gives it: secrets may still have to be generated. */
export type GivenConfig = Omit<Config, keyof Secrets> & { readonly givenSecrets: Partial<Secrets> };
