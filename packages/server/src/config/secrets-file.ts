import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Secrets } from "./config.ts";
import { MIN_SECRET_BYTES } from "./read-values.ts";

const GENERATED_BYTES = 48;
const names = ["jwtSecret", "jwtRefreshSecret", "vaultMasterKey"] as const;
type Generated = Readonly<Record<(typeof names)[number], string>>;

/** The secrets file is there, but is not what was once written. It is never replaced: what it encrypted would be lost. */
export class SecretsFileCorrupt extends Error {
  override readonly name = "SecretsFileCorrupt";
  readonly path: string;
  constructor(path: string, wrong: string) {
    super(`${path} ${wrong}`);
    this.path = path;
  }
}

/**
 * Secrets of a server outside production: what the environment gives, and for the rest what `secrets.json` in the data
 * folder holds, which is made once, readable by its owner alone.
 */
export function completeSecrets(given: Partial<Secrets>, dataDir: string): Secrets & { readonly generated: boolean } {
  if (names.every((name) => given[name] !== undefined)) return { ...(given as Secrets), generated: false };
  const path = join(dataDir, "secrets.json");
  const kept = readSecretsFile(path);
  if (kept !== undefined) return { ...kept, ...given, generated: false };
  writeOnce(path, generate());
  // Two servers may start at once: whoever linked first decides, and both read what was decided.
  return { ...readSecretsFile(path)!, ...given, generated: true };
}

function generate(): Generated {
  const [jwtSecret, jwtRefreshSecret, vaultMasterKey] = names.map(() =>
    randomBytes(GENERATED_BYTES).toString("base64url"),
  );
  return { jwtSecret: jwtSecret!, jwtRefreshSecret: jwtRefreshSecret!, vaultMasterKey: vaultMasterKey! };
}

function readSecretsFile(path: string): Generated | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
  return check(path, text);
}

function check(path: string, text: string): Generated {
  let content: Partial<Record<string, unknown>> | null;
  try {
    content = JSON.parse(text) as Partial<Record<string, unknown>> | null;
  } catch {
    // The parser's message would quote the secrets.
    throw new SecretsFileCorrupt(path, text === "" ? "is empty" : `is not JSON (${Buffer.byteLength(text)} bytes)`);
  }
  for (const name of names) {
    const value = content?.[name];
    if (typeof value !== "string") throw new SecretsFileCorrupt(path, `lacks ${name}`);
    if (Buffer.byteLength(value) < MIN_SECRET_BYTES)
      throw new SecretsFileCorrupt(path, `holds a ${name} that is too short`);
  }
  return content as unknown as Generated;
}

/** Complete and on disk before it has its name, and never over an existing file. */
function writeOnce(path: string, secrets: Generated): void {
  const draft = `${path}.${process.pid}`;
  const file = openSync(draft, "w", 0o600);
  try {
    writeSync(file, `${JSON.stringify({ v: 1, ...secrets }, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(draft);
  }
}
