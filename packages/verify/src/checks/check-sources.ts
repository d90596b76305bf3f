/** The sources themselves, read again: their hashes, and every record's cells, ordinal and reject. */
import { stat } from "node:fs/promises";
import { sides, type Side } from "@recon/core";
import type { SourceFile, SourceRow } from "@recon/formats";
import type { Pace } from "../pace.ts";
import { ContentHasher, hashOfText } from "../records/content-hash.ts";
import { REJECTED } from "../records/record-set.ts";
import type { CheckLog } from "../report.ts";
import type { Certificate, SourceEntry, Summary } from "../result/certificate.ts";
import { describeFault, hashFile } from "../result/result-folder.ts";

import { RejectedAmounts } from "./rejected-amounts.ts";
import type { CheckedRecords } from "./check-records.ts";

const STEP = 50_000;

export interface SourcesInput {
  readonly checked: CheckedRecords;
  readonly certificate: Certificate;
  readonly summary: Summary | undefined;
  readonly log: CheckLog;
  readonly pace: Pace;
}

export async function checkSources(
  input: SourcesInput,
  paths: Partial<Record<Side, readonly string[]>>,
): Promise<void> {
  for (const side of sides) {
    const given = paths[side];
    if (given) await new SideCheck(input, side).run(given);
    else input.log.note("sources", `${side} not given`);
  }
}

class SideCheck {
  readonly #input: SourcesInput;
  readonly #side: Side;
  readonly #hasher = new ContentHasher();
  readonly #rejected: RejectedAmounts;
  /** Records read so far, over all files. */
  #read = 0;

  constructor(input: SourcesInput, side: Side) {
    this.#input = input;
    this.#side = side;
    this.#rejected = new RejectedAmounts(input.checked, side);
  }

  async run(paths: readonly string[]): Promise<void> {
    const { checked, certificate, log } = this.#input;
    const entries = certificate.sources[this.#side];
    if (paths.length !== entries.length) {
      return this.#find(`${paths.length} files are given, the certificate names ${entries.length}`);
    }
    for (const [index, path] of paths.entries()) {
      try {
        await this.#checkFile(path, entries[index]!);
      } catch (cause) {
        if (this.#input.pace.cancelled) throw cause;
        return this.#find(`${path} cannot be read: ${describeFault(cause)}`);
      }
    }
    const { rowCount } = checked.model.records[this.#side];
    if (this.#read !== rowCount) this.#find(`the files hold ${this.#read} records, the result set ${rowCount}`);
    const { summary } = this.#input;
    if (summary) for (const fault of this.#rejected.faults(summary.sides[this.#side])) this.#find(fault);
    log.note("sources", `${this.#side}: ${paths.length} files, ${this.#read} records`);
  }

  #find(message: string, row?: number): void {
    const at = { side: this.#side, ...(row === undefined ? {} : { rowId: row + 1 }) };
    this.#input.log.find("sources", `${this.#side}: ${message}`, at);
  }

  async #checkFile(path: string, entry: SourceEntry): Promise<void> {
    const { pace } = this.#input;
    const { size } = await stat(path);
    if (size !== entry.sizeBytes) this.#find(`${path} has ${size} bytes, the certificate says ${entry.sizeBytes}`);
    const sha256 = await hashFile(path, () => pace.step(`hash ${this.#side}`, this.#read, this.#rowCount));
    if (sha256 !== entry.sha256) this.#find(`${path} is not the file of the run: its sha256 differs`);
    const before = this.#read;
    await this.#compareRows(path, entry);
    if (this.#read - before !== entry.records) {
      this.#find(`${path} holds ${this.#read - before} records, the certificate says ${entry.records}`);
    }
  }

  get #rowCount(): number {
    return this.#input.checked.model.records[this.#side].rowCount;
  }

  async #compareRows(path: string, entry: SourceEntry): Promise<void> {
    const { plan } = this.#input.checked.model;
    const { format, options } = plan[this.#side] ?? {};
    // The readers of all formats are loaded only when sources are given.
    const { detectSource, openSource } = await import("@recon/formats");
    const file = await openSource(path, await detectSource(path, { format, options }));
    const order = this.#columnOrder(file);
    if (!order) return this.#find(`${path} has other columns than the result set`);
    for await (const batch of file.rows()) {
      for (const row of batch) {
        if (this.#read % STEP === 0) await this.#input.pace.step(`sources ${this.#side}`, this.#read, this.#rowCount);
        this.#compareRow(row, { order, entry });
        this.#read++;
      }
    }
  }

  /** Where each column of the result set stands in this file; `undefined` keeps the file's own order. */
  #columnOrder(file: SourceFile): readonly number[] | null {
    const { header } = this.#input.checked.model.records[this.#side];
    if (header.length === file.header.length && header.every((name, index) => name === file.header[index])) {
      return header.map((_, index) => index);
    }
    const order = header.map((name) => file.header.indexOf(name));
    const complete =
      header.length === file.header.length && new Set(order).size === order.length && !order.includes(-1);
    return complete ? order : null;
  }

  #compareRow(row: SourceRow, { order, entry }: { order: readonly number[]; entry: SourceEntry }): void {
    const at = this.#read;
    const set = this.#input.checked.model.records[this.#side];
    if (at >= set.rowCount) return;
    const rejected = set.outcomes[at] === REJECTED;
    if (row.kind === "record" && !rejected) {
      const cells = order.map((column) => row.cells[column] ?? null);
      if (!this.#hashIs(at, this.#hasher.ofCells(cells)))
        this.#find("the record's cells are not those of the source", at);
      return;
    }
    if (!rejected) return this.#find("the source's record cannot be read, but it is not rejected", at);
    this.#compareReject(row, { order, entry, at });
  }

  #compareReject(
    row: SourceRow,
    { order, entry, at }: { order: readonly number[]; entry: SourceEntry; at: number },
  ): void {
    const text = row.kind === "record" ? row.text() : row.text;
    if (!this.#hashIs(at, hashOfText(text)))
      this.#find("the reject's content hash is not that of the source's text", at);
    const reject = this.#input.checked.rejects[this.#side].get(at + 1);
    if (reject && reject.text !== text) this.#find("the reject's text is not the source's", at);
    if (reject && reject.line !== row.line) this.#find(`the reject stands on line ${row.line}, not ${reject.line}`, at);
    if (reject && reject.source !== entry.path) this.#find(`the reject's source should be ${entry.path}`, at);
    if (row.kind === "reject") return this.#rejected.add(null);
    const cells = order.map((column) => row.cells[column] ?? null);
    this.#rejected.add(cells);
    const field = this.#firstFault(cells);
    if (field === undefined) this.#find("rejected, though every field converts", at);
    else if (reject && !reject.reason.includes(field))
      this.#find(`the reject's reason does not name field ${field}`, at);
  }

  /** The first field, in plan order, whose cell does not convert and rejects the record. */
  #firstFault(cells: readonly (string | null)[]): string | undefined {
    const readers = this.#input.checked.readers[this.#side];
    const failing = readers.find(
      ({ converter }) =>
        converter.field.onInvalid !== "keep" && !converter.convert((column) => cells[column] ?? null).ok,
    );
    return failing?.values.name;
  }

  #hashIs(row: number, hash: string): boolean {
    return hash === this.#input.checked.model.records[this.#side].hashOf(row);
  }
}
