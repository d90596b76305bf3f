import {
  readAddress,
  readBytes,
  readHost,
  readInteger,
  readOneOf,
  readOrigins,
  readSecret,
  readText,
  readProxies,
} from "./read-values.ts";
import type { Setting } from "./setting.ts";

const setting = <T>(of: Setting<T>): Setting<T> => of;
const SECRET_EXAMPLE = "$(openssl rand -base64 48)";
const DAY_S = 86_400;

/** Every variable that the server reads. */
export const settings = {
  NODE_ENV: setting({
    about: "`production` generates no secret and listens on all addresses.",
    example: "production",
    otherwise: "not production",
    read: readText,
  }),
  PORT: setting({
    about: "Port of the API and the web application; 0 takes a free one.",
    example: "2000",
    otherwise: "2000",
    read: readInteger({ min: 0, max: 65_535, what: "a port" }),
  }),
  HOST: setting({
    about: "Address to listen on.",
    example: "127.0.0.1",
    otherwise: "127.0.0.1, in production 0.0.0.0",
    read: readHost,
  }),
  PUBLIC_URL: setting({
    about: "Address under which people reach the server; links and allowed origins follow from it.",
    example: "https://recon.example.org",
    otherwise: "http://localhost:PORT",
    read: readAddress(["https", "http"]),
  }),
  DATA_DIR: setting({
    about: "Folder of uploads, result sets, start history and the embedded store.",
    example: "/data",
    otherwise: "~/.local/share/recon",
    read: readText,
  }),
  DATABASE_URL: setting({
    about: "PostgreSQL 15 or newer; without it the embedded store in DATA_DIR.",
    example: "postgres://recon:password@db:5432/recon",
    read: readAddress(["postgres", "postgresql"], ["host", "path"]),
  }),
  REDIS_URL: setting({
    about: "Redis for events and limits shared by several servers; without it both live in memory.",
    example: "redis://redis:6379",
    read: readAddress(["redis", "rediss"]),
  }),
  JWT_SECRET: setting({
    about: "Signs access tokens.",
    example: SECRET_EXAMPLE,
    otherwise: "generated in DATA_DIR outside production",
    secret: true,
    neededInProduction: true,
    read: readSecret,
  }),
  JWT_REFRESH_SECRET: setting({
    about: "Signs refresh tokens.",
    example: SECRET_EXAMPLE,
    otherwise: "generated in DATA_DIR outside production",
    secret: true,
    neededInProduction: true,
    read: readSecret,
  }),
  VAULT_MASTER_KEY: setting({
    about: "Encrypts stored credentials; lost with it, they are unreadable.",
    example: SECRET_EXAMPLE,
    otherwise: "generated in DATA_DIR outside production",
    secret: true,
    neededInProduction: true,
    read: readSecret,
  }),
  JWT_SECRET_PREVIOUS: setting({
    about: "The JWT_SECRET before the last rotation, still accepted.",
    example: SECRET_EXAMPLE,
    secret: true,
    read: readSecret,
  }),
  VAULT_MASTER_KEY_PREVIOUS: setting({
    about: "The VAULT_MASTER_KEY before the last rotation, still able to decrypt.",
    example: SECRET_EXAMPLE,
    secret: true,
    read: readSecret,
  }),
  JWT_EXPIRATION_S: setting({
    about: "Life of an access token.",
    example: "900",
    otherwise: "900",
    read: readInteger({ min: 30, max: DAY_S, what: "a number of seconds" }),
  }),
  JWT_REFRESH_EXPIRATION_S: setting({
    about: "Life of a refresh token that is not used.",
    example: "2592000",
    otherwise: "2592000 (30 days)",
    read: readInteger({ min: 60, max: 366 * DAY_S, what: "a number of seconds" }),
  }),
  SMTP_URL: setting({
    about: "Mail server for reset links; without it an administrator issues them.",
    example: "smtps://mailer:password@mail.example.org:465",
    read: readAddress(["smtps", "smtp"]),
  }),
  OIDC_ISSUER: setting({
    about: "Single sign-on; needs all three OIDC_ variables.",
    example: "https://login.example.org",
    read: readAddress(["https", "http"]),
  }),
  OIDC_CLIENT_ID: setting({ about: "Our name at the issuer.", example: "recon", read: readText }),
  OIDC_CLIENT_SECRET: setting({
    about: "Our secret at the issuer.",
    example: "the secret the issuer shows",
    secret: true,
    read: readText,
  }),
  TRUST_PROXY: setting({
    about: "Addresses or networks of proxies whose X-Forwarded headers are believed, separated by commas.",
    example: "10.0.0.0/8",
    otherwise: "none",
    read: readProxies,
  }),
  CORS_ORIGINS: setting({
    about: "Further web origins that may call the API, separated by commas.",
    example: "https://tools.example.org",
    otherwise: "none but PUBLIC_URL",
    read: readOrigins,
  }),
  LOG_LEVEL: setting({
    about: "Least weight of a log line.",
    example: "info",
    otherwise: "info",
    read: readOneOf(["trace", "debug", "info", "warn", "error", "fatal", "silent"]),
  }),
  MAX_UPLOAD_BYTES: setting({
    about: "Largest file that may be uploaded.",
    example: "10GB",
    otherwise: "10GB",
    read: readBytes,
  }),
  RUN_SLOTS: setting({
    about: "Runs at once on this server.",
    example: "2",
    otherwise: "one for every two processor cores",
    read: readInteger({ min: 1, max: 64 }),
  }),
  RUN_MEMORY_BYTES: setting({
    about: "Memory that one run may use; beyond it the run fails and the server goes on.",
    example: "8GB",
    otherwise: "60 % of the machine's, shared by the runs at once",
    read: readBytes,
  }),
  INSPECT_TIMEOUT_S: setting({
    about: "How long looking at a file or checking a proof may take; beyond it that job fails.",
    example: "7200",
    otherwise: "7200",
    read: readInteger({ min: 1, max: 7 * DAY_S, what: "a number of seconds" }),
  }),
  DISK_RESERVE_BYTES: setting({
    about: "Free space that uploads and runs leave on the disk of DATA_DIR.",
    example: "1GB",
    otherwise: "1GB",
    read: readBytes,
  }),
  STORAGE_QUOTA_BYTES: setting({
    about: "What uploaded files and result sets may take together.",
    example: "500GB",
    otherwise: "what the disk holds",
    read: readBytes,
  }),
  RESULT_RETENTION_DAYS: setting({
    about: "Result sets older than this are removed, save the newest of each reconciliation; runs and summaries stay.",
    example: "400",
    otherwise: "kept for ever",
    read: readInteger({ min: 1, max: 36_500, what: "a number of days" }),
  }),
  METRICS_TOKEN: setting({
    about: "Bearer token for /metrics from other machines; without it only the loopback may read them.",
    example: SECRET_EXAMPLE,
    secret: true,
    read: readText,
  }),
  TERMINATION_FILE: setting({
    about: "File that gets the last words of a failed server.",
    example: "/dev/termination-log",
    otherwise: "/dev/termination-log where it exists",
    read: readText,
  }),
  DEPENDENCY_TRIES: setting({
    about: "How often a dependency is tried, 2, 4, 8 and then every 10 seconds apart, before the start fails.",
    example: "10",
    otherwise: "10",
    read: readInteger({ min: 1, max: 1000 }),
  }),
  STOP_TIMEOUT_S: setting({
    about: "Bound of a graceful stop; keep it below the grace of what stops the server (Docker: 10).",
    example: "8",
    otherwise: "8",
    read: readInteger({ min: 1, max: 600, what: "a number of seconds" }),
  }),
  RECON_SIGNAL_AT: setting({
    about: "For tests of the start only: `phase:SIGNAL` makes the server send itself a signal on entering a phase.",
    example: "store:SIGSTOP",
    read: readText,
  }),
} as const satisfies Record<string, Setting<unknown>>;

export type SettingName = keyof typeof settings;
export const settingNames = Object.keys(settings) as SettingName[];
