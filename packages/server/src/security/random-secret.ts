import { createHmac, randomBytes, randomInt } from "node:crypto";

/** 256 random bits in URL-safe text: refresh tokens, reset links. */
export function randomToken(): string {
  return randomBytes(32).toString("base64url");
}

/** How a token of high entropy stands in the store: who reads the store cannot use it. */
export function hashToken(token: string, secret: string): string {
  return createHmac("sha256", secret).update(token).digest("hex");
}

// Without look-alikes: people type it off a terminal.
const letters = "abcdefghjkmnpqrstuvwxyz23456789";

/** A password of 99 bits, in groups that can be read aloud. */
export function randomPassword(): string {
  const group = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join("");
  return [group(), group(), group(), group()].join("-");
}
