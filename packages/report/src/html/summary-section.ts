import { outcomes, sides, type Outcome, type Side } from "@recon/core";
import type { ResultSet } from "@recon/duckdb";
import { escapeHtml } from "./escape-html.ts";
import { matchRate } from "./match-rates.ts";
import { counted, grouped, percent, plural } from "./number-text.ts";

const meanings: Readonly<Record<Outcome, string>> = {
  matched: "agree",
  differs: "belong together, but fields differ",
  suggested: "several answers are possible",
  unmatched: "have no counterpart",
  duplicate: "are more often here than there",
  excluded: "left out by the plan",
  rejected: "could not be read",
};

/** Title, verdict and the figures that matter most. */
export function titleSection(set: ResultSet, breaks: number): string {
  const { summary, certificate, plan } = set;
  const agrees = sides.every((side) => summary[side].matched + summary[side].excluded === summary[side].rows);
  const verdict = agrees
    ? "All records agree"
    : breaks === 0
      ? "No breaks, but some records could not be read"
      : `${plural(breaks, "break")} to look at`;
  const when = `${summary.startedAt.slice(0, 10)} ${summary.startedAt.slice(11, 16)} UTC`;
  return (
    `<header><p class="eyebrow">Reconciliation report</p><h1><bdi>${escapeHtml(plan.name)}</bdi></h1><p class="between">${sourceNames(set, "left")} against ${sourceNames(set, "right")}</p>` +
    `<p class="verdict"><span class="badge ${agrees ? "good" : "open"}">${verdict}</span> <span class="badge ${summary.balanced ? "good" : "bad"}">${summary.balanced ? "Balanced: every record accounted for" : "Not balanced"}</span></p>` +
    `<p class="note">Run on ${when} by recon ${escapeHtml(certificate.version)}, engine ${escapeHtml(summary.engine)}, in ${(summary.elapsedMs / 1000).toFixed(1)} s.</p>` +
    `<dl class="tiles">${tiles(set, breaks)}</dl></header>`
  );
}

function sourceNames({ certificate }: ResultSet, side: Side): string {
  const [first, ...more] = certificate.sources[side];
  const name = first?.path.split(/[\\/]/).at(-1) ?? side;
  return `<bdi>${escapeHtml(name)}</bdi>${more.length === 0 ? "" : ` and ${plural(more.length, "more file")}`}`;
}

function tiles(set: ResultSet, breaks: number): string {
  const { summary } = set;
  const tile = (name: string, value: string, below: string): string =>
    `<div><dt>${name}</dt><dd>${value}</dd><dd class="below">${below}</dd></div>`;
  const rate = (side: Side): string => {
    const points = matchRate(set, side);
    return tile(
      `Matched, ${side}`,
      points === undefined ? "–" : percent(points, summary[side].matched > 0),
      `${counted(summary[side].matched)} of ${counted(summary[side].rows - summary[side].excluded)} that take part`,
    );
  };
  const groups = Object.entries(summary.groups).filter(([, n]) => n > 0);
  const kinds = groups.map(([kind, n]) => `${counted(n)} × ${kind}`).join(", ");
  const confirmed = groups.reduce((sum, [, n]) => sum + n, 0);
  const rejected = summary.left.rejected + summary.right.rejected;
  return (
    rate("left") +
    rate("right") +
    tile(
      "Breaks",
      counted(breaks),
      rejected === 0 ? "no record was rejected" : `and ${plural(rejected, "rejected record")}`,
    ) +
    tile("Confirmed groups", counted(confirmed), kinds === "" ? "none" : kinds)
  );
}

/** Every record by outcome, and per currency what the outcomes add up to. */
export function outcomeSection({ summary, certificate }: ResultSet): string {
  const currencies = [...new Set(sides.flatMap((side) => Object.keys(summary[side].totals)))].sort();
  const name = (currency: string): string => (currency === "XXX" ? "amount" : currency);
  const heads = ["Records", ...currencies.map(name)]
    .map((head) => `<th scope="colgroup" colspan="2" class="right">${escapeHtml(head)}</th>`)
    .join("");
  const subheads = ["", ...currencies]
    .map(() => `<th scope="col" class="right">left</th><th scope="col" class="right">right</th>`)
    .join("");
  const pair = (of: (side: Side) => string): string =>
    sides.map((side) => `<td class="right">${of(side)}</td>`).join("");
  const rows = outcomes
    .filter((outcome) => outcome === "matched" || sides.some((side) => summary[side][outcome] > 0))
    .map((outcome) => {
      const totals = currencies.map((currency) => pair((side) => total(summary[side].totals[currency]?.[outcome])));
      return `<tr><th scope="row"><i style="background:var(--${outcome})"></i>${outcome}<span class="means">${meanings[outcome]}</span></th>${pair((side) => zeroed(summary[side][outcome]))}${totals.join("")}</tr>`;
    });
  const controls = currencies.map((currency) => pair((side) => total(certificate.controlTotals[side][currency], "0")));
  const foot = `<tr><th scope="row">all records<span class="means">${currencies.length === 0 ? "as loaded" : "control totals, as loaded"}</span></th>${pair((side) => counted(summary[side].rows))}${controls.join("")}</tr>`;
  const unknown = sides
    .filter((side) => summary[side].amountUnknown > 0)
    .map((side) => `${plural(summary[side].amountUnknown, "record")} on the ${side}`);
  const note =
    unknown.length === 0
      ? ""
      : `<p class="note">Without a readable amount, and so not in the totals: ${unknown.join(", ")}.</p>`;
  return (
    `<section aria-labelledby="outcomes"><h2 id="outcomes">Every record accounted for</h2><div class="scroll" tabindex="0" role="region" aria-labelledby="outcomes"><table class="outcomes"><thead><tr><td rowspan="2"></td>${heads}</tr><tr>${subheads}</tr></thead>` +
    `<tbody>${rows.join("")}</tbody><tfoot>${foot}</tfoot></table></div>${note}</section>`
  );
}

const zeroed = (n: number): string => (n === 0 ? '<span class="nothing">0</span>' : counted(n));
const total = (text: string | undefined, absent = ""): string =>
  text === undefined
    ? absent
    : /[1-9]/.test(text)
      ? escapeHtml(grouped(text))
      : `<span class="nothing">${escapeHtml(text)}</span>`;

/** What was reconciled, byte for byte, and how to check this result. */
export function proofSection({ certificate, certificateHash, summary }: ResultSet): string {
  const rows = sides.flatMap((side) =>
    certificate.sources[side].map(
      ({ path, records, sizeBytes, sha256 }) =>
        `<tr><th scope="row">${side}</th><td class="path"><bdi>${escapeHtml(path)}</bdi></td><td class="right">${counted(records)}</td><td class="right">${counted(sizeBytes)}</td><td class="hash"><code>${escapeHtml(sha256)}</code></td></tr>`,
    ),
  );
  const hash = (name: string, value: string | null): string =>
    `<div><dt>${name}</dt><dd><code>${escapeHtml(value ?? "–")}</code></dd></div>`;
  return (
    `<section aria-labelledby="proof"><h2 id="proof">Sources and proof</h2><div class="scroll"><table class="sources"><thead><tr><th scope="col">Side</th><th scope="col">File</th><th scope="col" class="right">Records</th><th scope="col" class="right">Bytes</th><th scope="col">sha256</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>` +
    `<dl class="hashes">${hash("Certificate sha256", certificateHash)}${hash("Result hash", summary.resultHash)}${hash("Plan sha256", summary.planHash)}${hash("Run", summary.runId)}</dl>` +
    `<p class="note">To check that the result set is the one this page was made from: <code>recon verify</code> with its folder and <code>--expect</code> with the certificate's sha256.</p></section>`
  );
}
