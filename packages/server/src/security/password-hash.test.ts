import { describe, expect, it } from "vitest";
import { readConfiguration } from "../config/read-configuration.ts";
import type { Config } from "../config/config.ts";
import { hashPassword, isOutdatedHash, verifyPassword } from "./password-hash.ts";

const config = readConfiguration({}).config as unknown as Config;

describe("passwords as a server out of the box keeps them", () => {
  it("costs an attacker at least what OWASP asks for (19 MiB, 2 passes)", async () => {
    const hash = await hashPassword(config, "correct horse");
    const [, memoryKib, iterations] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$/.exec(hash) ?? [];
    expect(Number(memoryKib)).toBeGreaterThanOrEqual(19_456);
    expect(Number(iterations)).toBeGreaterThanOrEqual(2);
    expect(await verifyPassword(hash, "correct horse")).toBe(true);
    expect(await verifyPassword(hash, "correct horsf")).toBe(false);
    expect(isOutdatedHash(config, hash)).toBe(false);
    expect(isOutdatedHash({ ...config, argon2: { ...config.argon2, iterations: 9 } }, hash)).toBe(true);
  });

  it("takes a password typed on another keyboard for the same", async () => {
    const hash = await hashPassword(config, "caf\u00e9 au lait!");
    expect(await verifyPassword(hash, "cafe\u0301 au lait!")).toBe(true);
  });
});
