import Table from "cli-table3";
import type { SideSummary, Summary } from "@recon/core";
import { outcomes, type Outcome, type Side } from "@recon/core/vocabulary";
import { borderless } from "./borderless.ts";
import { colours } from "./colours.ts";

const wholeNumber = new Intl.NumberFormat("en");
const meanings: Readonly<Record<Outcome, string>> = {
  matched: "agree",
  differs: "belong together, but fields differ",
  suggested: "several answers are possible: decide",
  unmatched: "have no counterpart",
  duplicate: "are more often here than there",
  excluded: "left out by the plan",
  rejected: "could not be read",
};

/** The summary as a person reads it: what agrees, what does not, and whether the books balance. */
export function summaryText(summary: Summary, stream: NodeJS.WriteStream = process.stdout): string {
  const paint = colours(stream);
  const table = plainTable(["", "left", "right", ""], ["left", "right", "right", "left"]);
  for (const outcome of outcomes) {
    const [left, right] = [summary.left[outcome], summary.right[outcome]];
    if (left === 0 && right === 0 && outcome !== "matched") continue;
    const name =
      outcome === "matched" ? paint.green(outcome) : outcome === "excluded" ? outcome : paint.yellow(outcome);
    table.push([name, count(left), count(right), paint.dim(meanings[outcome])]);
  }
  table.push([paint.bold("records"), paint.bold(count(summary.left.rows)), paint.bold(count(summary.right.rows)), ""]);
  const lines = [table.toString(), ...amountLines(summary, stream), ""];
  lines.push(verdict(summary, paint));
  // The table pads its last column, which only shows when the text is copied.
  return lines.join("\n").replaceAll(/ +$/gm, "");
}

const count = (n: number): string => wholeNumber.format(n);

function plainTable(head: string[], colAligns: ("left" | "right")[]): InstanceType<typeof Table> {
  return new Table({ ...borderless, head, colAligns });
}

/** Per currency the amounts by outcome, left and right. */
function amountLines(summary: Summary, stream: NodeJS.WriteStream): string[] {
  const paint = colours(stream);
  const currencies = [...new Set([...Object.keys(summary.left.totals), ...Object.keys(summary.right.totals)])].sort();
  if (currencies.length === 0) return [];
  const table = plainTable(["", "left", "right"], ["left", "right", "right"]);
  for (const currency of currencies) {
    for (const outcome of outcomes) {
      const [left, right] = [amount(summary, "left", currency, outcome), amount(summary, "right", currency, outcome)];
      if (isZero(left) && isZero(right)) continue;
      table.push([`${currency === "XXX" ? "amount" : currency} ${outcome}`, grouped(left), grouped(right)]);
    }
  }
  return ["", paint.dim("totals"), table.toString()];
}

const amount = (summary: Summary, side: Side, currency: string, outcome: Outcome): string =>
  summary[side].totals[currency]?.[outcome] ?? "0";
const isZero = (text: string): boolean => /^-?[0.]*$/.test(text);

/** Thousands separators for reading; the digits themselves are untouched. */
function grouped(text: string): string {
  const [whole, fraction] = text.split(".");
  const separated = whole!.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return fraction === undefined ? separated : `${separated}.${fraction}`;
}

const allAgree = (side: SideSummary): boolean => side.matched + side.excluded === side.rows;

export const isClean = (summary: Summary): boolean => allAgree(summary.left) && allAgree(summary.right);

function verdict(summary: Summary, paint: ReturnType<typeof colours>): string {
  const groups = Object.entries(summary.groups)
    .filter(([, n]) => n > 0)
    .map(([kind, n]) => `${count(n)} × ${kind}`)
    .join(", ");
  const balanced = "every record accounted for, totals balance";
  const seconds = (summary.elapsedMs / 1000).toFixed(1);
  const verdictWord = isClean(summary) ? paint.green("all records agree") : paint.yellow("there are breaks");
  return `${verdictWord}; ${groups === "" ? "no groups" : groups}; ${balanced} (${seconds} s)`;
}
