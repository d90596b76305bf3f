/**
 * Counts and amounts by outcome and currency add up to the summary and to the certificate's control totals. A rejected
 * record's amount may be readable, but is not in the result set: those totals are recomputed with the sources only.
 */
import { groupKinds, NO_CURRENCY, outcomes, sides, type Outcome, type Side } from "@recon/core";
import { formatDecimal } from "../canonical/decimal.ts";
import type { FieldValues } from "../records/field-values.ts";
import { REJECTED } from "../records/record-set.ts";
import type { CheckLog } from "../report.ts";
import type { Certificate, SideSummary, Summary } from "../result/certificate.ts";
import { STATUS_MATCHED, type GroupTable } from "../result/group-table.ts";
import { roleField, type ResultModel } from "../result/result-model.ts";

const SUMMARY = "summary.json";

export interface ConservationInput {
  readonly model: ResultModel;
  readonly groups: GroupTable | undefined;
  readonly certificate: Certificate | undefined;
  readonly summary: Summary | undefined;
}

interface SideTotals {
  readonly counts: readonly number[];
  /** Currency to units by outcome, rejected records left out. */
  readonly totals: ReadonlyMap<string, readonly bigint[]>;
  /** Records that are not rejected and have no readable amount. */
  readonly amountUnknown: number;
  /** Rejected records when there is an amount role: any number of them may have a readable amount. */
  readonly openRejects: number;
}

export function checkConservation({ model, groups, certificate, summary }: ConservationInput, log: CheckLog): void {
  const amount = roleField(model, "amount");
  const scale = amount?.scale ?? 0;
  for (const side of sides) {
    const totals = addUp(model, side, amount);
    const stated = summary?.sides[side];
    if (stated) compareSummary({ side, totals, summary: stated, scale }, log);
    if (stated && certificate) {
      compareControls({ side, totals, summary: stated, controls: certificate.controlTotals[side], scale }, log);
    }
    log.note("conservation", `${side}: ${totals.totals.size} currencies, ${totals.amountUnknown} amounts unknown`);
    if (totals.openRejects > 0) log.note("conservation", `amounts of ${totals.openRejects} rejects as stated`);
  }
  if (summary && groups) compareGroups(groups, summary, log);
  if (certificate?.balanced === false) log.find("conservation", "the certificate itself says the run is not balanced");
  if (!certificate || !summary) log.find("conservation", "not checked in full: certificate or summary cannot be read");
}

function addUp(model: ResultModel, side: Side, amount: FieldValues | undefined): SideTotals {
  const set = model.records[side];
  const currency = roleField(model, "currency");
  const counts = outcomes.map(() => 0);
  // By the currency's number: one map look-up a record, not a text.
  const byCurrency = new Map<number, bigint[]>();
  let amountUnknown = 0;
  for (let row = 0; row < set.rowCount; row++) {
    const outcome = set.outcomes[row]!;
    counts[outcome]!++;
    const units = amount === undefined || outcome === REJECTED ? null : amount.unitsOf(amount.ids[side][row]!);
    if (units === null) {
      if (amount && outcome !== REJECTED) amountUnknown++;
      continue;
    }
    const code = Math.max(0, currency?.ids[side][row] ?? 0);
    let sums = byCurrency.get(code);
    if (!sums) byCurrency.set(code, (sums = outcomes.map(() => 0n)));
    sums[outcome]! += units;
  }
  const openRejects = amount ? counts[REJECTED]! : 0;
  return { counts, totals: namedTotals(byCurrency, currency), amountUnknown, openRejects };
}

function namedTotals(byCurrency: ReadonlyMap<number, bigint[]>, currency: FieldValues | undefined) {
  const totals = new Map<string, bigint[]>();
  for (const [id, sums] of byCurrency) {
    const code = currency?.textOf(id) ?? NO_CURRENCY;
    totals.set(
      code,
      (totals.get(code) ?? outcomes.map(() => 0n)).map((sum, index) => sum + sums[index]!),
    );
  }
  return totals;
}

function compareSummary(
  { side, totals, summary, scale }: { side: Side; totals: SideTotals; summary: SideSummary; scale: number },
  log: CheckLog,
): void {
  const find = (message: string) => log.find("conservation", `${side}: ${message}`, { file: SUMMARY, side });
  const rows = totals.counts.reduce((sum, count) => sum + count, 0);
  if (summary.rows !== rows) find(`${rows} rows, the summary says ${summary.rows}`);
  for (const [index, outcome] of outcomes.entries()) {
    const stated = summary.counts.get(outcome);
    if (stated !== totals.counts[index]) find(`${totals.counts[index]} ${outcome}, the summary says ${stated}`);
  }
  const { amountUnknown, openRejects } = totals;
  if (summary.amountUnknown < amountUnknown || summary.amountUnknown > amountUnknown + openRejects) {
    find(`${amountUnknown + openRejects} amounts are unknown, the summary says ${summary.amountUnknown}`);
  }
  for (const currency of new Set([...summary.totals.keys(), ...totals.totals.keys()])) {
    const sums = totals.totals.get(currency) ?? (openRejects > 0 ? outcomes.map(() => 0n) : undefined);
    const stated = summary.totals.get(currency);
    if (!sums || !stated) find(`currency ${currency} stands only in the ${sums ? "records" : "summary"}`);
    else for (const fault of amountFaults({ sums, stated, scale, openRejects })) find(`${currency} ${fault}`);
  }
}

function amountFaults(totals: {
  sums: readonly bigint[];
  stated: ReadonlyMap<Outcome, string>;
  scale: number;
  openRejects: number;
}): string[] {
  const { sums, stated, scale, openRejects } = totals;
  return outcomes.flatMap((outcome, index) => {
    const text = stated.get(outcome)!;
    if (unitsOf(text, scale) === null) return [`${outcome} ${text} is not written with ${scale} decimal places`];
    if (outcome === "rejected" && openRejects > 0) return [];
    const sum = formatDecimal(sums[index]!, scale);
    return sum === text ? [] : [`${outcome} adds up to ${sum}, the summary says ${text}`];
  });
}

/** The units of a text with exactly so many decimal places. */
function unitsOf(text: string, scale: number): bigint | null {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  return whole !== "" && fraction.length === scale ? BigInt(`${sign}${whole}${fraction}`) : null;
}

interface ControlInput {
  readonly side: Side;
  readonly totals: SideTotals;
  readonly summary: SideSummary;
  readonly controls: ReadonlyMap<string, string>;
  readonly scale: number;
}

/** A control total is the sum over all outcomes, the rejected ones as the summary states them. */
function compareControls({ side, totals, summary, controls, scale }: ControlInput, log: CheckLog): void {
  for (const currency of new Set([...controls.keys(), ...totals.totals.keys(), ...summary.totals.keys()])) {
    const own = totals.totals.get(currency)?.reduce((all, one) => all + one, 0n);
    const rejected = totals.openRejects > 0 ? summary.totals.get(currency)?.get("rejected") : undefined;
    const sum =
      own === undefined && rejected === undefined
        ? undefined
        : formatDecimal((own ?? 0n) + (unitsOf(rejected ?? "", scale) ?? 0n), scale);
    if (sum === controls.get(currency)) continue;
    const message = `${side}: ${currency} adds up to ${sum ?? "nothing"}, the control total is ${controls.get(currency) ?? "missing"}`;
    log.find("conservation", message, { file: "certificate.json", side });
  }
}

function compareGroups(groups: GroupTable, summary: Summary, log: CheckLog): void {
  const counts = groupKinds.map(() => 0);
  for (let index = 0; index < groups.count; index++) {
    const kind = groups.kinds[index]!;
    if (groups.statuses[index] === STATUS_MATCHED && kind < counts.length) counts[kind]!++;
  }
  for (const [index, kind] of groupKinds.entries()) {
    const stated = summary.groups.get(kind);
    if (stated !== counts[index]) {
      log.find("conservation", `${counts[index]} groups are ${kind}, the summary says ${stated}`, { file: SUMMARY });
    }
  }
}
