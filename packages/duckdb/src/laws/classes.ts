/** Interchangeable records (matching.md §3) and the order in which they are taken. */
import { comparedEntries, judgedFields, type PassScope } from "./agreement.ts";
import type { OracleRecord } from "./oracle-types.ts";
import { identityOf } from "./values.ts";

/** Records of one side that are interchangeable in a pass, in the order they are taken. */
export type RecordClass = readonly OracleRecord[];

/** By content hash, then row_id. */
export function inTakingOrder(records: Iterable<OracleRecord>): OracleRecord[] {
  return [...records].sort((a, b) => compareText(a.contentHash, b.contentHash) || a.rowId - b.rowId);
}

/** Classes of one side's records, in the order of their first content hashes. */
export function classesOf(records: readonly OracleRecord[], scope: PassScope): RecordClass[] {
  const fields = new Set([...judgedFields(scope.pass), ...comparedEntries(scope).map(({ field }) => field)]);
  if (hasCurrencyRule(scope)) fields.add(scope.plan.roles!.currency!);
  return [...groupBy(inTakingOrder(records), (record) => identityOf(record.values, fields)).values()];
}

/** Whether the pass compares amounts, so that records of different currencies are strangers to each other. */
export function hasCurrencyRule({ plan, pass }: PassScope): boolean {
  if (plan.roles?.currency === undefined) return false;
  if (pass.kind === "grouped" || pass.kind === "netted") return true;
  return "conditions" in pass && pass.conditions.some((condition) => "within" in condition);
}

/** Currency of a record as the currency rule sees it: NULL is one of its own, without a role all are one. */
export function currencyIdentity(record: OracleRecord, { plan }: PassScope): string {
  return identityOf(record.values, plan.roles?.currency === undefined ? [] : [plan.roles.currency]);
}

/** Keys of both sides; records with a NULL in one of the fields take no part. */
export function byKey(records: readonly OracleRecord[], fields: readonly string[]): Map<string, OracleRecord[]> {
  const whole = records.filter((record) => fields.every((field) => (record.values.get(field) ?? null) !== null));
  return groupBy(whole, (record) => identityOf(record.values, fields));
}

export function groupBy<T>(items: Iterable<T>, key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

export function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
