import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const START_MS = 60_000;

/** The built program at work on a folder of its own, as a person starts it. */
export interface BuiltServer {
  readonly url: string;
  readonly email: string;
  readonly password: string;
  stop(): Promise<void>;
}

/** Starts `recon serve` on a free port; resolves when it is ready. */
export async function serveBuilt(): Promise<BuiltServer> {
  const dataDir = mkdtempSync(join(tmpdir(), "recon-web-"));
  const program = fileURLToPath(new URL("../../../cli/bin/recon.js", import.meta.url));
  const child = spawn(process.execPath, [program, "serve"], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir, PORT: "0", LOG_LEVEL: "warn" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = listen(child);
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const [, email, password] = await said(/administrator (\S+) password (\S+)/);
    const [, url] = await said(/ready at (\S+) after/);
    if (email === undefined || password === undefined || url === undefined)
      throw new Error("the program said too little");
    return { url, email, password, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Resolves when what the program prints contains the pattern. */
function listen(child: ChildProcess): (pattern: RegExp) => Promise<RegExpExecArray> {
  let text = "";
  const waiting = new Set<() => void>();
  const hear = (chunk: Buffer): void => {
    text += chunk.toString();
    for (const look of waiting) look();
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  return (pattern) =>
    new Promise((resolve, reject) => {
      const fail = (why: string): void => reject(new Error(`${why}; it said:\n${text}`));
      const timer = setTimeout(() => fail(`no ${pattern.source} in time`), START_MS);
      child.once("exit", () => fail("the program ended"));
      const look = (): void => {
        const found = pattern.exec(text);
        if (found === null) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
}
