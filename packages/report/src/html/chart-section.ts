import { breakKinds, type BreakKind } from "@recon/core";
import type { BreakCount, ResultSet } from "@recon/duckdb";
import { bucketChart, figures, legend, rateChart, reasonChart } from "./charts.ts";
import { escapeHtml } from "./escape-html.ts";
import { matchRates, ratedOutcomes, type RateBar } from "./match-rates.ts";
import { counted } from "./number-text.ts";

/** Charts of the match rate and of the breaks; each says so where it has nothing to show. */
export async function chartSection(set: ResultSet): Promise<string> {
  const reasons = { title: "Breaks by reason", note: "", counts: await set.breaksByReason() };
  const rate = rateCard(await matchRates(set), set.plan.roles?.amount !== undefined);
  if (reasons.counts.length === 0) {
    return section(rate, empty("Breaks", "There are none: nothing is left over, and no matched records differ."));
  }
  const reason = breakCard({ ...reasons, draw: reasonChart, tabulate: byReason });
  const [size, age] = [await amountCard(set), await ageCard(set)];
  // Two stacks of about equal height.
  return section(`${rate}${size}`, `${reason}${age}`);
}

const section = (left: string, right: string): string =>
  `<section aria-labelledby="charts"><h2 id="charts">At a glance</h2><div class="cards"><div>${left}</div><div>${right}</div></div></section>`;

async function amountCard(set: ResultSet): Promise<string> {
  const title = "Breaks by amount";
  const amount = set.plan.roles?.amount;
  if (amount === undefined)
    return empty(title, "The plan names no amount field (roles.amount), so breaks have no size.");
  const note = `Absolute ${amount}, whatever the currency.`;
  const draw = (counts: readonly BreakCount[]): string => bucketChart(title, counts);
  return breakCard({ title, note, counts: await set.breaksByAmount(), draw, tabulate: byBucket });
}

async function ageCard(set: ResultSet): Promise<string> {
  const title = "Breaks by age";
  const date = set.plan.roles?.date;
  if (date === undefined) return empty(title, "The plan names no date field (roles.date), so breaks have no age.");
  const note = `Days from ${date} to the run on ${set.summary.startedAt.slice(0, 10)} (UTC).`;
  const draw = (counts: readonly BreakCount[]): string => bucketChart(title, counts);
  return breakCard({ title, note, counts: await set.breaksByAge(), draw, tabulate: byBucket });
}

const card = (title: string, note: string, body: string): string =>
  `<figure class="card"><figcaption><h3>${title}</h3>${note === "" ? "" : `<p>${escapeHtml(note)}</p>`}</figcaption>${body}</figure>`;

const empty = (title: string, why: string): string => card(title, "", `<p class="empty">${escapeHtml(why)}</p>`);

function rateCard(bars: readonly RateBar[], hasAmount: boolean): string {
  const note = hasAmount
    ? "Share that matched, by count and by gross value (amounts without sign) per currency. Excluded records are left out."
    : "Share that matched; excluded records are left out. The plan names no amount field, so there is no rate by value.";
  if (bars.every(({ isEmpty }) => isEmpty)) return empty("Match rate", "Neither side has any records.");
  const used = ratedOutcomes.filter((outcome) =>
    bars.some(({ shares, amounts }) => shares[outcome] > 0 || /[1-9]/.test(amounts[outcome])),
  );
  const rows = bars.map(({ label, amounts }) => [label, ...used.map((outcome) => amounts[outcome])]);
  return card("Match rate", note, rateChart(bars) + legend(used) + figures(["", ...used], rows));
}

function breakCard({ title, note, counts, draw, tabulate }: BreakChart): string {
  if (counts.length === 0) return empty(title, "There are no breaks.");
  const kinds = breakKinds.filter((kind) => counts.some((count) => count.kind === kind));
  const { head, rows } = tabulate(counts, kinds);
  return card(title, note, draw(counts) + legend(kinds) + figures(head, rows));
}

interface BreakChart {
  readonly title: string;
  readonly note: string;
  readonly counts: readonly BreakCount[];
  draw(counts: readonly BreakCount[]): string;
  tabulate(counts: readonly BreakCount[], kinds: readonly BreakKind[]): Figures;
}

interface Figures {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const byReason = (counts: readonly BreakCount[]): Figures => ({
  head: ["", "breaks"],
  rows: counts.map(({ kind, label, count }) => [`${kind}: ${label}`, counted(count)]),
});

/** A row per bucket, a column per kind. */
function byBucket(counts: readonly BreakCount[], kinds: readonly BreakKind[]): Figures {
  const of = (label: string, kind: BreakKind): number =>
    counts.find((count) => count.label === label && count.kind === kind)?.count ?? 0;
  const labels = [...new Set(counts.map(({ label }) => label))];
  return {
    head: ["", ...kinds],
    rows: labels.map((label) => [label, ...kinds.map((kind) => counted(of(label, kind)))]),
  };
}
