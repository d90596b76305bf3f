import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ReconError } from "@recon/core";
import { flushFolder } from "./flush.ts";
import {
  draftFolder,
  putInPlace,
  removeAbandoned,
  requireReplaceable,
  restoreInterrupted,
  targetFolder,
} from "./put-in-place.ts";

/**
 * Where a result set is written before it takes its final place: a folder beside it, on the same file system, so that a rename puts it there
 * and an interrupted run leaves the earlier result untouched.
 */
export class ResultFolder {
  readonly target: string;
  readonly draft: string;
  readonly #isLent: boolean;

  private constructor(target: string, draft: string, isLent: boolean) {
    this.target = target;
    this.draft = draft;
    this.#isLent = isLent;
  }

  /** Refuses a target that holds anything but a result set. A `lentDraft` is put in place by whoever lent it. */
  static async prepare(target: string, lentDraft?: string): Promise<ResultFolder> {
    const absolute = targetFolder(target);
    await restoreInterrupted(absolute);
    await removeAbandoned(absolute);
    requireReplaceable(absolute);
    const draft = lentDraft ?? draftFolder(absolute);
    try {
      await mkdir(dirname(draft), { recursive: true });
      // By itself: a recursive call tells a read-only disk as a missing folder.
      await mkdir(draft);
    } catch (error) {
      throw new ReconError(
        "OUTPUT_REFUSED",
        `${target}: cannot be created (${(error as NodeJS.ErrnoException).code}); choose another --out`,
        { at: { file: target }, cause: error },
      );
    }
    return new ResultFolder(absolute, draft, lentDraft !== undefined);
  }

  file(name: string): string {
    return join(this.draft, name);
  }

  /** The draft is whole, and every file in it flushed. */
  finish(): void {
    flushFolder(this.draft);
    if (!this.#isLent) putInPlace(this.draft, this.target);
  }

  async discard(): Promise<void> {
    await rm(this.draft, { recursive: true, force: true });
  }
}
