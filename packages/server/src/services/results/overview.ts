import type { z } from "zod";
import {
  NO_CURRENCY,
  addDecimals,
  divideDecimals,
  isZero,
  subtractDecimals,
  type RunId,
  type RunOverview,
} from "@recon/api";
import { sides, type Certificate, type Summary } from "@recon/core";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AppContext } from "../../app-context.ts";
import type { ChangeFigure, OutcomeFigure, Overview } from "../../results/lists/read-overview.ts";
import { askResults, findResults, type RunResults } from "./ask-results.ts";

/** Figures of a run: as it ended, as review changed them, and against the run before. */
export async function readOverview(
  context: AppContext,
  runId: RunId,
  signal: AbortSignal,
): Promise<z.input<typeof RunOverview>> {
  const results = await findResults(context, runId);
  const overview = await askResults<Overview>(context, results, { kind: "overview" }, signal);
  const [summary, certificate] = await Promise.all([
    readDocument<Summary>(results, "summary.json"),
    readDocument<Certificate>(results, "certificate.json"),
  ]);
  const isOpen = ({ status }: { status: string }): boolean => status === "open";
  const settled = overview.byReason.filter((figure) => !isOpen(figure));
  return {
    balanced: summary.balanced,
    proof: proofOf({ certificate, summary }, overview.outcomes),
    records: { left: summary.left.rows, right: summary.right.rows },
    matchRate: { run: rateOf(foundOutcomes(summary)), now: rateOf(overview.outcomes) },
    valueAtRisk: sumBy(overview.byReason.filter(isOpen)),
    outcomes: [...overview.outcomes],
    breaks: { open: countOf(overview.byReason.filter(isOpen)), settled: countOf(settled) },
    byReason: [...overview.byReason],
    byAmount: [...overview.byAmount],
    byAge: [...overview.byAge],
    previous: await readPrevious(context, results, signal),
  } as z.input<typeof RunOverview>;
}

const readDocument = async <T>({ set }: RunResults, name: string): Promise<T> =>
  JSON.parse(await readFile(join(set.dir, name), "utf8")) as T;

const countOf = (figures: readonly { readonly count: number }[]): number =>
  figures.reduce((sum, { count }) => sum + count, 0);

function sumBy(
  figures: readonly { readonly currency: string | null; readonly gross: string | null }[],
): Record<string, string> {
  const sums: Record<string, string> = {};
  for (const { currency, gross } of figures) {
    if (gross === null) continue;
    const name = currency ?? NO_CURRENCY;
    sums[name] = addDecimals(sums[name] ?? "0", gross);
  }
  return sums;
}

/**
 * Control totals against the sums over the outcomes by now: equal as long as nothing is lost or counted twice. Of a rejected record only the run's
 * summary knows the amount.
 */
function proofOf(
  { certificate, summary }: { certificate: Certificate; summary: Summary },
  outcomes: readonly OutcomeFigure[],
): z.input<typeof RunOverview>["proof"] {
  return sides.flatMap((side) =>
    Object.entries(certificate.controlTotals[side]).map(([currency, controlTotal]) => {
      const own = outcomes.filter(
        (figure) =>
          figure.side === side && (figure.currency ?? NO_CURRENCY) === currency && figure.outcome !== "rejected",
      );
      const rejected = summary[side].totals[currency]?.rejected ?? "0";
      const outcomesTotal = own.reduce((sum, { total }) => addDecimals(sum, total ?? "0"), rejected);
      return {
        side,
        currency,
        controlTotal,
        outcomesTotal,
        agrees: isZero(subtractDecimals(controlTotal, outcomesTotal)),
      };
    }),
  );
}

type Counted = Pick<OutcomeFigure, "outcome" | "currency" | "records" | "gross">;

/** The run's own outcomes: only counts, because the summary's totals let both signs cancel out. */
function foundOutcomes({ left, right }: Summary): Counted[] {
  return [left, right].flatMap((side) =>
    (["matched", "differs", "suggested", "unmatched", "duplicate", "excluded", "rejected"] as const).map((outcome) => ({
      outcome,
      currency: null,
      records: side[outcome],
      gross: null,
    })),
  );
}

/** Of all records but excluded ones. */
function rateOf(figures: readonly Counted[]): z.input<typeof RunOverview>["matchRate"]["now"] {
  const counted = figures.filter(({ outcome }) => outcome !== "excluded");
  const matched = counted.filter(({ outcome }) => outcome === "matched");
  const records = (of: readonly Counted[]): number => of.reduce((sum, each) => sum + each.records, 0);
  const all = records(counted);
  const [matchedValue, value] = [sumBy(matched), sumBy(counted)];
  const byValue = Object.entries(value).flatMap(([currency, sum]) => {
    const rate = divideDecimals(matchedValue[currency] ?? "0", sum);
    return rate === undefined ? [] : [[currency, rate] as const];
  });
  return {
    byCount: all === 0 ? null : (divideDecimals(String(records(matched)), String(all)) ?? null),
    byValue: Object.fromEntries(byValue),
  };
}

/** The completed run before this one whose result set is still there. */
async function readPrevious(
  context: AppContext,
  results: RunResults,
  signal: AbortSignal,
): Promise<z.input<typeof RunOverview>["previous"]> {
  const { store } = context;
  const run = await store
    .selectFrom("runs")
    .select(["reconciliation_id", "created_at"])
    .where("id", "=", results.runId)
    .executeTakeFirstOrThrow();
  const before = await store
    .selectFrom("runs")
    .select("id")
    .where("reconciliation_id", "=", run.reconciliation_id)
    .where("status", "=", "completed")
    .where("result_folder", "is not", null)
    .where("result_removed_at", "is", null)
    .where("deleted_at", "is", null)
    .where((either) =>
      either.or([
        either("created_at", "<", run.created_at),
        either.and([either("created_at", "=", run.created_at), either("id", "<", results.runId)]),
      ]),
    )
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .executeTakeFirst();
  if (before === undefined) return null;
  const previous = await findResults(context, before.id);
  const changes = await askResults<ChangeFigure[]>(
    context,
    results,
    { kind: "changes", previous: previous.set },
    signal,
  );
  return { runId: before.id, changes };
}
