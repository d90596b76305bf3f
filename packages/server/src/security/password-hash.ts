import { hash, verify } from "@node-rs/argon2";
import type { Config } from "../config/config.ts";

type HashCost = Pick<Config, "argon2">;

/** argon2id, in PHC format, so that the cost can be raised later. */
export function hashPassword(config: HashCost, password: string): Promise<string> {
  const { memoryKib, iterations, parallelism } = config.argon2;
  return hash(password.normalize("NFKC"), { memoryCost: memoryKib, timeCost: iterations, parallelism });
}

export function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password.normalize("NFKC"));
}

/** Whether a hash was made at another cost than today's. */
export function isOutdatedHash(config: HashCost, passwordHash: string): boolean {
  const { memoryKib, iterations, parallelism } = config.argon2;
  return !passwordHash.startsWith(`$argon2id$v=19$m=${memoryKib},t=${iterations},p=${parallelism}$`);
}

let decoy: Promise<string> | undefined;

/** Takes as long as a real check, so that the time of an answer does not tell which addresses have an account. */
export async function verifyNobody(config: HashCost, password: string): Promise<false> {
  decoy ??= hashPassword(config, "nobody");
  await verifyPassword(await decoy, password);
  return false;
}
