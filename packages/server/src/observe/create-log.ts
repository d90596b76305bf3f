import { pino, stdSerializers, type DestinationStream, type Logger } from "pino";
import type { GivenConfig } from "../config/config.ts";
import { createScrubber } from "./scrub-secrets.ts";

export interface LogOptions {
  readonly level: GivenConfig["logLevel"];
  readonly instanceId: string;
  /** Values that must never appear, whatever they stand beside. */
  readonly secrets: readonly string[];
  /** Standard output when absent. */
  readonly destination?: DestinationStream;
}

/**
 * JSON lines, or readable ones on a terminal. Every line is written before the call returns, so that none is lost when
 * the process ends, and every line is free of secrets.
 */
export async function createLog({ level, instanceId, secrets, destination }: LogOptions): Promise<Logger> {
  return pino(
    {
      level,
      base: { instanceId },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: stdSerializers.errWithCause },
      hooks: { streamWrite: createScrubber(secrets) },
    },
    destination ?? (await standardOutput()),
  );
}

async function standardOutput(): Promise<DestinationStream> {
  if (process.stdout.isTTY) {
    const { default: pretty } = await import("pino-pretty");
    return pretty({ sync: true, ignore: "instanceId,pid,hostname", translateTime: "SYS:HH:MM:ss" });
  }
  const stream = pino.destination({ fd: 1, sync: true });
  // The reader of the log may go away; serving goes on without it.
  stream.on("error", () => undefined);
  return stream;
}

/** All secrets of a configuration, passwords of its addresses included. */
export function secretsOf(config: Readonly<Record<string, unknown>>): readonly string[] {
  const names = [
    "jwtSecret",
    "jwtSecretPrevious",
    "jwtRefreshSecret",
    "vaultMasterKey",
    "vaultMasterKeyPrevious",
    "metricsToken",
  ];
  const addresses = ["databaseUrl", "redisUrl", "smtpUrl"].flatMap((name) => {
    const text = config[name];
    if (typeof text !== "string" || !URL.canParse(text)) return [];
    const { password } = new URL(text);
    return [password, decodeURIComponent(password)];
  });
  const clientSecret = (config["oidc"] as { clientSecret?: string } | undefined)?.clientSecret;
  return [...names.map((name) => config[name]), ...addresses, clientSecret].filter(
    (value): value is string => typeof value === "string" && value !== "",
  );
}
