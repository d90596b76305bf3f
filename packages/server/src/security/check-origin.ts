import { Problem } from "@recon/api";
import type { Config } from "../config/config.ts";

/**
 * Refuses calls that another site's page sends with this person's cookie. Programs send no `Origin`; pages of the
 * server itself, of `PUBLIC_URL` and of `CORS_ORIGINS` may.
 */
export function checkOrigin(config: Config, headers: { origin?: string | undefined; host?: string | undefined }): void {
  const { origin, host } = headers;
  if (origin === undefined || isAllowedOrigin(config, origin, host)) return;
  throw new Problem(
    "ORIGIN_FORBIDDEN",
    `Pages of ${origin} may not call this; an administrator can add it to CORS_ORIGINS.`,
  );
}

export function isAllowedOrigin(config: Config, origin: string, host: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  const own = new URL(origin);
  const known = [config.publicUrl, ...config.corsOrigins].filter((url) => url !== undefined);
  return own.host === host || known.some((url) => URL.canParse(url) && new URL(url).origin === own.origin);
}
