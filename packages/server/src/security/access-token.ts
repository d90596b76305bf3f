import { errors, jwtVerify, SignJWT } from "jose";
import { Problem, type SessionId, type UserId } from "@recon/api";
import type { Config } from "../config/config.ts";

const issuer = "recon";

/** A JWT that names person and session and nothing else: role and status are read at every request. */
export async function issueAccessToken(
  config: Config,
  subject: { userId: UserId; sessionId: SessionId },
  now: Date,
): Promise<string> {
  const issuedAtS = Math.floor(now.getTime() / 1000);
  return new SignJWT({ sid: subject.sessionId })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(issuer)
    .setAudience(issuer)
    .setSubject(subject.userId)
    .setIssuedAt(issuedAtS)
    .setExpirationTime(issuedAtS + config.jwtExpirationS)
    .sign(new TextEncoder().encode(config.jwtSecret));
}

export interface AccessClaims {
  readonly userId: UserId;
  readonly sessionId: SessionId;
  readonly expiresAt: Date;
}

/** Accepts tokens of the current and of the previous secret. */
export async function readAccessToken(config: Config, token: string, now: Date): Promise<AccessClaims> {
  const secrets = [config.jwtSecret, config.jwtSecretPrevious].filter((secret) => secret !== undefined);
  for (const secret of secrets) {
    try {
      const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
        algorithms: ["HS256"],
        issuer,
        audience: issuer,
        currentDate: now,
        requiredClaims: ["sub", "sid", "exp"],
      });
      return {
        userId: payload.sub as UserId,
        sessionId: payload["sid"] as SessionId,
        expiresAt: new Date((payload.exp ?? 0) * 1000),
      };
    } catch (error) {
      if (error instanceof errors.JWTExpired)
        throw new Problem("TOKEN_EXPIRED", "The access token has expired; refresh it.");
    }
  }
  throw new Problem("UNAUTHENTICATED", "The access token is not valid; sign in again.");
}
