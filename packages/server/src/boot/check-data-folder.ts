import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { serveExit, StartFailure } from "./failure.ts";

/** Enough for the secrets, the history and an empty store. */
const PROBE_BYTES = 1 << 20;

/** Finds out by doing it whether the data folder can be written to and has room. Throws what the file system says. */
export function checkDataFolder(dataDir: string): void {
  makeFolder(dataDir);
  const probe = join(dataDir, `.probe-${process.pid}`);
  try {
    writeDurably(probe);
  } catch (error) {
    // Writing to an open file names no path; a person needs it.
    throw Object.assign(error as NodeJS.ErrnoException, { path: (error as NodeJS.ErrnoException).path ?? dataDir });
  } finally {
    rmSync(probe, { force: true });
  }
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
    throw new StartFailure(
      {
        code: "NOT_A_FOLDER",
        description: `DATA_DIR is not a folder: ${dataDir}`,
        action: "Choose another DATA_DIR, or move the file away.",
        exitCode: serveExit.cannotCreate,
      },
      { cause },
    );
  }
}

function writeDurably(path: string): void {
  const file = openSync(path, "wx", 0o600);
  try {
    const bytes = Buffer.alloc(PROBE_BYTES, 1);
    let written = 0;
    // A disk that fills up takes a part first and refuses the rest.
    while (written < bytes.length) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
