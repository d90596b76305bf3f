import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { hostMachine, isElf, readElf } from "./read-elf.ts";

describe.skipIf(process.platform !== "linux")("reading ELF", () => {
  it("reads the running Node: machine, loader, libraries, versions", async () => {
    const elf = readElf(await readFile(process.execPath));
    expect(elf?.machine).toBe(hostMachine());
    expect(elf?.interpreter).toMatch(/^\/lib/);
    expect(elf?.needed).toContain("libc.so.6");
    expect(elf?.versionNeeds.some(({ version }) => version.startsWith("GLIBC_2."))).toBe(true);
    expect(elf?.missingBytes).toBe(0);
  });

  it("counts what is missing from a file that was cut off", async () => {
    const whole = await readFile(process.execPath);
    expect(readElf(whole.subarray(0, whole.length - 1000))?.missingBytes).toBe(1000);
  });

  it("refuses what is none", () => {
    expect(isElf(Buffer.from("#!/bin/sh\n"))).toBe(false);
    expect(readElf(Buffer.from("\u007fELF"))).toBeUndefined();
  });

  it("survives any damage to the header", async () => {
    const head = (await readFile(process.execPath)).subarray(0, 4096);
    for (let at = 4; at < 64; at += 1) {
      const damaged = Buffer.from(head);
      damaged[at] = 0xff;
      expect(() => readElf(damaged)).not.toThrow();
    }
  });
});
