import type { DetailedBreak, MemberRow, ResultField, ResultSet, Value } from "@recon/duckdb";
import type { ExportOptions } from "../export-options.ts";
import type { OutputFile } from "../output/output-file.ts";

const FORMAT_VERSION = 1;

/**
 * One JSON document: formatVersion, plan (name), certificateHash, summary, certificate, fields, then breaks, differences and groups (all but
 * confirmed 1:1 groups). Amounts are decimal strings, ids and counts numbers; each entry stands on a line of its own.
 */
export async function writeJson(set: ResultSet, file: OutputFile, _options: ExportOptions): Promise<void> {
  const { summary, certificate, certificateHash, fields } = set;
  const head = { formatVersion: FORMAT_VERSION, plan: set.plan.name, certificateHash, summary, certificate, fields };
  await file.write(JSON.stringify(head, null, 2).replace(/\n}$/, ""));
  await writeList(
    file,
    "breaks",
    mapped(set.detailedBreaks(), (row) => breakEntry(row, fields)),
  );
  await writeList(file, "differences", set.differences());
  await writeList(file, "groups", groups(set));
  await file.write("\n}\n");
}

async function writeList(file: OutputFile, name: string, entries: AsyncIterable<unknown>): Promise<void> {
  await file.write(`,\n  ${JSON.stringify(name)}: [`);
  let between = "\n    ";
  for await (const entry of entries) {
    await file.write(`${between}${JSON.stringify(entry)}`);
    between = ",\n    ";
  }
  await file.write(between === "\n    " ? "]" : "\n  ]");
}

async function* mapped<T, U>(rows: AsyncIterable<T>, change: (row: T) => U): AsyncGenerator<U> {
  for await (const row of rows) yield change(row);
}

const named = (fields: readonly ResultField[], values: readonly Value[]): Record<string, Value> =>
  Object.fromEntries(fields.map(({ name }, i) => [name, values[i]!]));

function breakEntry(row: DetailedBreak, fields: readonly ResultField[]): unknown {
  const side = (at: DetailedBreak["left"]): unknown =>
    at && { rowId: at.rowId, count: at.count, values: named(fields, at.values) };
  return { ...row, left: side(row.left), right: side(row.right) };
}

/** Groups with their members: of confirmed ones all kinds but 1:1, and every suggestion. */
async function* groups(set: ResultSet): AsyncGenerator<unknown> {
  for (const status of ["matched", "suggested"] as const) {
    let gathered: MemberRow[] = [];
    for await (const row of set.members({ status })) {
      if (gathered.length > 0 && gathered[0]!.group.groupId !== row.group.groupId) {
        yield groupEntry(gathered, set.fields);
        gathered = [];
      }
      gathered.push(row);
    }
    if (gathered.length > 0) yield groupEntry(gathered, set.fields);
  }
}

function groupEntry(members: readonly MemberRow[], fields: readonly ResultField[]): unknown {
  return {
    ...members[0]!.group,
    members: members.map(({ side, rowId, values }) => ({ side, rowId, values: named(fields, values) })),
  };
}
