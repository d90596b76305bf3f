import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkResultFolder } from "@recon/duckdb";
import type { ReaderEngine } from "./engine.ts";
import { findIndex } from "./index-files.ts";
import type { SetRef } from "./messages.ts";
import { closeSet, openSet, type OpenSet } from "./open-set.ts";

const MAX_OPEN = 24;

/** The caller must bring the review of the set first. */
export class ReviewBehind extends Error {
  override readonly name = "ReviewBehind";
  readonly setId: string;
  readonly reviewSeq: number;

  constructor(setId: string, reviewSeq: number) {
    super("the reader does not know the latest decisions");
    this.setId = setId;
    this.reviewSeq = reviewSeq;
  }
}

interface Entry {
  readonly opened: Promise<OpenSet>;
  uses: number;
  /** Taken out of the list; its last reader closes it. */
  isForgotten: boolean;
}

export interface OpenSetsOptions {
  /** Where the indexes of large sets lie. */
  readonly indexRoot: string | null;
  /** Whether small sets are held in memory as long as they are open. */
  readonly keepsSmall?: boolean | undefined;
}

/** Result sets that were used last; the rest are closed once nobody reads them. */
export class OpenSets {
  readonly #engine: ReaderEngine;
  readonly #options: OpenSetsOptions;
  readonly #entries = new Map<string, Entry>();
  #schemas = 0;

  constructor(engine: ReaderEngine, options: OpenSetsOptions) {
    this.#engine = engine;
    this.#options = options;
  }

  async use<T>(ref: SetRef, work: (set: OpenSet) => Promise<T>): Promise<T> {
    const entry = this.#entry(ref);
    entry.uses++;
    try {
      const set = await entry.opened;
      if (ref.reviewSeq > set.reviewSeq) throw new ReviewBehind(set.id, set.reviewSeq);
      return await work(set);
    } finally {
      entry.uses--;
      if (entry.isForgotten) await this.#closeUnused(entry);
      await this.#trim();
    }
  }

  #entry(ref: SetRef): Entry {
    const known = this.#entries.get(ref.id);
    // Taken out and put back: the map keeps the order of use.
    this.#entries.delete(ref.id);
    const entry = known ?? { opened: this.#open(ref), uses: 0, isForgotten: false };
    this.#entries.set(ref.id, entry);
    // What failed to open is tried anew: its files may be there by then.
    if (known === undefined) entry.opened.catch(() => this.#entries.delete(ref.id));
    return entry;
  }

  async #open(ref: SetRef): Promise<OpenSet> {
    const { indexRoot, keepsSmall = false } = this.#options;
    const dir = indexRoot === null ? null : join(indexRoot, ref.id);
    const index =
      dir === null || !existsSync(dir)
        ? null
        : await findIndex(dir, (await checkResultFolder(ref.dir)).certificateHash);
    return openSet(this.#engine, ref, { schema: `set_${++this.#schemas}`, index, keepsSmall });
  }

  /** Forgets a set, so that its next use finds a new index or notices that its files are gone. */
  async close(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    entry.isForgotten = true;
    await this.#closeUnused(entry);
  }

  async #closeUnused(entry: Entry): Promise<void> {
    const set = await entry.opened.catch(() => undefined);
    if (set !== undefined && entry.uses === 0) await closeSet(this.#engine, set);
  }

  async #trim(): Promise<void> {
    for (const [id, entry] of this.#entries) {
      if (this.#entries.size <= MAX_OPEN) return;
      if (entry.uses === 0) await this.close(id);
    }
  }
}
