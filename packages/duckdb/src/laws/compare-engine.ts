/** Holds a run of the engine against the oracle's verdicts on its cases. */
import type { Outcome, Plan, Side, Summary } from "@recon/core";
import { groupKinds, outcomes } from "@recon/core";
import type { JudgedCase } from "./batch.ts";
import { factsOfEngine } from "./facts-of-engine.ts";
import { extentsOf, factsOfOracle } from "./facts-of-oracle.ts";
import { plainDecimal, type Facts } from "./facts.ts";
import type { OracleResult } from "./oracle-types.ts";
import { resultHash } from "./result-hash.ts";
import type { EngineRun } from "./run-engine.ts";
import { exactUnits, formatDecimal } from "./values.ts";

export interface Disagreement {
  /** Of the case, or undefined where only the whole run shows it. */
  readonly index: number | undefined;
  readonly text: string;
}

/** Every case that the engine decided differently, then what is wrong with the run as a whole. */
export function disagreements(plan: Plan, run: EngineRun, judged: readonly JudgedCase[]): Disagreement[] {
  const extents = extentsOf(judged);
  const engine = factsOfEngine(plan, run, extents);
  const found: Disagreement[] = judged.flatMap((one, index) => {
    const text = contrast(engine[index]!, factsOfOracle(one, extents[index]!));
    return text === "" ? [] : [{ index, text }];
  });
  const whole = contrastSummary(
    run.summary,
    judged.map(({ verdict }) => verdict),
  );
  return whole === "" ? found : [...found, { index: undefined, text: whole }];
}

/** Lines that only one of them has, `-` the oracle, `+` the engine. */
function contrast(engine: Facts, oracle: Facts): string {
  const lines = (Object.keys(oracle) as (keyof Facts)[]).flatMap((part) => {
    const [mine, theirs] = [new Set(oracle[part]), new Set(engine[part])];
    const only = (a: readonly string[], b: ReadonlySet<string>, sign: string) =>
      a.filter((line) => !b.has(line)).map((line) => `${sign} ${part}: ${line}`);
    const twice = engine[part].length === theirs.size ? [] : [`+ ${part}: a line occurs twice`];
    return [...only(oracle[part], theirs, "-"), ...only(engine[part], mine, "+"), ...twice];
  });
  return lines.join("\n");
}

function contrastSummary(summary: Summary, verdicts: readonly OracleResult[]): string {
  const sides = (["left", "right"] as const).map(
    (side) => [side, wholeSide(verdicts, side), statedSide(summary, side)] as const,
  );
  const counts = Object.fromEntries(groupKinds.map((kind) => [kind, sum(verdicts.map((v) => v.groupCounts[kind]))]));
  const hash = resultHash(
    verdicts.flatMap((v) => [...v.left, ...v.right]),
    verdicts.flatMap((v) => v.groups),
  );
  const parts = [
    ...sides,
    ["groups", counts, summary.groups] as const,
    ["resultHash", hash, summary.resultHash] as const,
  ];
  const wrong = parts.filter(([, oracle, engine]) => canonical(oracle) !== canonical(engine));
  return wrong
    .map(([name, oracle, engine]) => `- ${name}: ${canonical(oracle)}\n+ ${name}: ${canonical(engine)}`)
    .join("\n");
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === "object"
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function statedSide(summary: Summary, side: Side) {
  const { totals, ...counts } = summary[side];
  const plain = Object.entries(totals).map(
    ([currency, byOutcome]) =>
      [currency, Object.entries(byOutcome).map(([outcome, text]) => [outcome, plainDecimal(text)])] as const,
  );
  return {
    ...counts,
    totals: Object.fromEntries(
      plain.map(([currency, rows]) => [currency, Object.fromEntries(rows) as Record<string, string>]),
    ),
  };
}

function wholeSide(verdicts: readonly OracleResult[], side: Side) {
  const sides = verdicts.map(({ summary }) => summary[side]);
  const currencies = [...new Set(sides.flatMap(({ totals }) => Object.keys(totals)))];
  const total = (currency: string, outcome: Outcome): string =>
    formatDecimal(sides.reduce((units, { totals }) => units + signedUnits(totals[currency]?.[outcome] ?? "0"), 0n));
  return {
    rows: sum(sides.map(({ rows }) => rows)),
    ...Object.fromEntries(outcomes.map((outcome) => [outcome, sum(sides.map(({ counts }) => counts[outcome]))])),
    amountUnknown: sum(sides.map(({ amountUnknown }) => amountUnknown)),
    totals: Object.fromEntries(
      currencies.map((currency) => [
        currency,
        Object.fromEntries(outcomes.map((outcome) => [outcome, total(currency, outcome)])),
      ]),
    ),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const signedUnits = (text: string): bigint =>
  text.startsWith("-") ? -exactUnits(text.slice(1), 18) : exactUnits(text, 18);
