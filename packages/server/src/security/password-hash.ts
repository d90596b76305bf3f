import { hash, verify } from "@node-rs/argon2";
import type { Config } from "../config/config.ts";

/** argon2id, in PHC format, so that the cost can be raised later. */
export function hashPassword(config: Config, password: string): Promise<string> {
  const { memoryKib, iterations, parallelism } = config.argon2;
  return hash(password, { memoryCost: memoryKib, timeCost: iterations, parallelism });
}

export async function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password);
}
