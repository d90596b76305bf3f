import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { ReconError, resultFiles } from "@recon/core";
import { draftFolder } from "./draft-folder.ts";

/**
 * Where a result set is written before it takes its final place: a folder beside it, on the same file system, so that the rename is atomic and
 * an interrupted run leaves the earlier result untouched.
 */
export class ResultFolder {
  readonly target: string;
  readonly draft: string;

  private constructor(target: string, draft: string) {
    this.target = target;
    this.draft = draft;
  }

  /** Refuses a target that holds anything but a result set. */
  static async prepare(target: string, draftDir?: string): Promise<ResultFolder> {
    const absolute = resolve(target);
    await requireReplaceable(absolute);
    const draft = draftDir ?? draftFolder(absolute);
    try {
      await mkdir(draft, { recursive: true });
    } catch (error) {
      throw new ReconError(
        "OUTPUT_REFUSED",
        `${target}: cannot be created (${(error as NodeJS.ErrnoException).code}); choose another --out`,
        { at: { file: target }, cause: error },
      );
    }
    return new ResultFolder(absolute, draft);
  }

  file(name: string): string {
    return join(this.draft, name);
  }

  /** Puts the finished draft in place of an earlier result set. */
  async commit(): Promise<void> {
    await requireReplaceable(this.target);
    const old = `${this.draft}.old`;
    const replaces = existsSync(this.target);
    if (replaces) await rename(this.target, old);
    try {
      await rename(this.draft, this.target);
    } catch (error) {
      if (replaces) await rename(old, this.target);
      throw error;
    }
    if (replaces) await rm(old, { recursive: true, force: true });
  }

  async discard(): Promise<void> {
    await rm(this.draft, { recursive: true, force: true });
  }
}

async function requireReplaceable(target: string): Promise<void> {
  const info = await stat(target).catch(() => undefined);
  if (info === undefined) return;
  if (!info.isDirectory()) {
    throw new ReconError("OUTPUT_REFUSED", `${target}: is a file; --out wants a folder`, { at: { file: target } });
  }
  const names = await readdir(target);
  const known = new Set<string>(resultFiles);
  const foreign = names.filter((name) => !known.has(name));
  if (names.length > 0 && (foreign.length > 0 || !names.includes("certificate.json"))) {
    const found = foreign[0] ?? names[0]!;
    throw new ReconError(
      "OUTPUT_REFUSED",
      `${target}: is not empty and not a result set (it holds "${found}"); choose another --out`,
      { at: { file: target } },
    );
  }
}
