import type { Certificate, Plan, Side, Summary } from "@recon/core";
import { quoteName } from "@recon/core/dialect";
import type { ResultDocuments } from "./check-result-folder.ts";
import {
  countByAge,
  countByAmount,
  countByReason,
  grossByOutcome,
  type BreakCount,
  type OutcomeValue,
} from "./count-breaks.ts";
import { readBreaks, readDetailedBreaks, type BreakOptions } from "./read-breaks.ts";
import {
  readDifferences,
  readMatches,
  readMembers,
  readRejects,
  type MemberOptions,
  type RowLimit,
} from "./read-groups.ts";
import { removeNow } from "./remove-on-exit.ts";
import type { ResultReader } from "./result-reader.ts";
import type {
  BreakRow,
  DetailedBreak,
  DifferenceRow,
  FieldDifference,
  MatchRow,
  MemberRow,
  ResultField,
  ResultGroup,
  ResultRecord,
  ResultReject,
} from "./result-rows.ts";
import { groupColumns, recordColumns, toGroup, toRecord } from "./row-shapes.ts";

const DEFAULT_MEMBERS = 1000;

/**
 * An opened result set (`openResultSet`). Everything but `close` only reads; the iterators hold no more than a page of rows in memory and must be
 * read to their end or left with `break` or `return`.
 */
export class ResultSet {
  readonly dir: string;
  readonly summary: Summary;
  readonly certificate: Certificate;
  /** sha256 of certificate.json: what `recon verify --expect` takes. */
  readonly certificateHash: string;
  readonly plan: Plan;
  readonly fields: readonly ResultField[];
  readonly #reader: ResultReader;
  readonly #headers: Readonly<Record<Side, readonly string[]>>;

  constructor(documents: ResultDocuments, reader: ResultReader, headers: Readonly<Record<Side, readonly string[]>>) {
    this.dir = reader.dir;
    this.summary = documents.summary;
    this.certificate = documents.certificate;
    this.certificateHash = documents.certificateHash;
    this.plan = documents.plan;
    this.fields = reader.fields;
    this.#reader = reader;
    this.#headers = headers;
  }

  /** Original header names of a side, in order. */
  header(side: Side): readonly string[] {
    return this.#headers[side];
  }

  /** The record of an ordinal; undefined when the side has no such row_id. */
  async record(side: Side, rowId: number): Promise<ResultRecord | undefined> {
    if (!Number.isSafeInteger(rowId)) return undefined;
    return (await this.#records(side, `t.row_id = ${rowId}`, 1))[0];
  }

  /** Why a record was rejected, and its raw text; undefined for any other record. */
  async reject(side: Side, rowId: number): Promise<ResultReject | undefined> {
    const columns = ["source", "line", `"text"`, "reason"];
    const [row] = Number.isSafeInteger(rowId)
      ? await this.#reader.rows(columns, `FROM rejects WHERE side = '${side}' AND row_id = ${rowId}`)
      : [];
    if (row === undefined) return undefined;
    return {
      side,
      rowId,
      source: row[0]!,
      line: row[1] === null ? null : Number(row[1]),
      text: row[2] ?? "",
      reason: row[3] ?? "",
    };
  }

  /** A group with its members and differences; undefined when there is none of that id. */
  async group(groupId: number, options: { readonly members?: number } = {}): Promise<ResultGroup | undefined> {
    if (!Number.isSafeInteger(groupId)) return undefined;
    const [row] = await this.#reader.rows(groupColumns("g"), `FROM groups AS g WHERE g.group_id = ${groupId}`);
    if (row === undefined) return undefined;
    const most = options.members ?? DEFAULT_MEMBERS;
    const left = await this.#records("left", `t.group_id = ${groupId}`, most);
    const right = await this.#records("right", `t.group_id = ${groupId}`, most - left.length);
    const columns = ["field", "left_value", "right_value", "delta"];
    const listed = await this.#reader.rows(
      columns,
      `FROM differences WHERE group_id = ${groupId} ORDER BY file_row_number`,
    );
    const differences = listed.map(([field, l, r, delta]): FieldDifference => ({
      field: field!,
      left: l!,
      right: r!,
      delta: delta!,
    }));
    return { ...toGroup(row), members: [...left, ...right], differences };
  }

  /** The nearest candidate of a left-over record; undefined for groups and where nothing came near. */
  async nearest({ side, nearest }: BreakRow): Promise<ResultRecord | undefined> {
    if (side === null || nearest === null) return undefined;
    return this.record(side === "left" ? "right" : "left", nearest);
  }

  /** Breaks in the order of break_id. */
  breaks(options: BreakOptions = {}): AsyncGenerator<BreakRow> {
    return readBreaks(this.#reader, options);
  }

  /** Breaks with the canonical values of the records on both sides (`BreakSide`). */
  detailedBreaks(options: BreakOptions = {}): AsyncGenerator<DetailedBreak> {
    return readDetailedBreaks(this.#reader, options);
  }

  /** Differing fields of confirmed 1:1 groups. */
  differences(options: RowLimit = {}): AsyncGenerator<DifferenceRow> {
    return readDifferences(this.#reader, options);
  }

  /** Confirmed 1:1 groups, both records side by side. */
  matches(options: RowLimit = {}): AsyncGenerator<MatchRow> {
    return readMatches(this.#reader, options);
  }

  /** Members of suggestions, or of confirmed groups other than 1:1. */
  members(options: MemberOptions): AsyncGenerator<MemberRow> {
    return readMembers(this.#reader, options);
  }

  rejects(options: RowLimit = {}): AsyncGenerator<ResultReject> {
    return readRejects(this.#reader, options);
  }

  breaksByReason(): Promise<BreakCount[]> {
    return countByReason(this.#reader);
  }

  /** Empty without an amount role. */
  async breaksByAmount(): Promise<BreakCount[]> {
    return this.plan.roles?.amount === undefined ? [] : countByAmount(this.#reader);
  }

  /** Empty without a date role. */
  async breaksByAge(): Promise<BreakCount[]> {
    return this.plan.roles?.date === undefined ? [] : countByAge(this.#reader, this.summary.startedAt);
  }

  /** Gross value per side, currency and outcome; empty without an amount role. */
  async valueByOutcome(): Promise<OutcomeValue[]> {
    const { amount, currency } = this.plan.roles ?? {};
    if (amount === undefined) return [];
    return grossByOutcome(this.#reader, {
      amount: quoteName(amount),
      currency: currency === undefined ? null : quoteName(currency),
    });
  }

  async close(): Promise<void> {
    this.#reader.session.close();
    await removeNow(this.#reader.session.workDir);
  }

  async #records(side: Side, where: string, limit: number): Promise<ResultRecord[]> {
    const shape = { side, fields: this.fields, header: this.#headers[side] };
    const rows = await this.#reader.rows(
      recordColumns(shape.fields, shape.header),
      `FROM "${side}" AS t WHERE ${where} ORDER BY t.row_id LIMIT ${Math.max(0, limit)}`,
    );
    return rows.map((row) => toRecord(row, shape));
  }
}
