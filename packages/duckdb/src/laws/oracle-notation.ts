/** A short notation for hand-computed examples: tables in one text, results as lines. */
import type { Field, Pass, Plan } from "@recon/core";
import { reconcile } from "./oracle.ts";
import type { OracleGroup, OracleResult, OracleSource } from "./oracle-types.ts";

const types: Readonly<Record<string, Field>> = {
  ref: { type: "text" },
  party: { type: "text" },
  note: { type: "text" },
  amount: { type: "money" },
  fee: { type: "number" },
  ccy: { type: "currency" },
  day: { type: "date" },
};

/** Rows divided by `;`, cells by white space; `~` is NULL, `_` a space, `''` an empty text. */
export function table(header: readonly string[], rows: string): OracleSource {
  const cell = (text: string): string | null => (text === "~" ? null : text === "''" ? "" : text.replaceAll("_", " "));
  const lines = rows.split(";").map((row) => row.trim());
  return { header, rows: lines.filter((line) => line !== "").map((line) => line.split(/\s+/).map(cell)) };
}

export interface Example {
  /** Columns of both sides, each a field of the same name. */
  readonly columns: string;
  readonly passes: readonly Pass[];
  readonly left: string;
  readonly right: string;
  readonly plan?: Partial<Plan>;
}

export function planOf({ columns, passes, plan }: Pick<Example, "columns" | "passes" | "plan">): Plan {
  const fields = Object.fromEntries(columns.split(" ").map((name) => [name, types[name]!]));
  const files = { left: { files: ["left.csv"] }, right: { files: ["right.csv"] } };
  return { version: 1, name: "example", ...files, fields, passes: [...passes], ...plan };
}

export function resultOf(example: Example): OracleResult {
  const header = example.columns.split(" ");
  return reconcile(planOf(example), table(header, example.left), table(header, example.right));
}

/** One line per group, then one per record without a group, such as `exact 1:1 L1|R2 differs(amount)`. */
export function decide(example: Example): string[] {
  return describeResult(resultOf(example));
}

export function describeResult(result: OracleResult): string[] {
  const groups = result.groups.map((group) => describeGroup(group, result));
  const rest = [...result.left, ...result.right].filter(({ groupId }) => groupId === null);
  return [
    ...groups,
    ...rest.map(({ side, rowId, outcome, reason }) => {
      const why = outcome === "rejected" || outcome === "excluded" ? `(${reason})` : "";
      return `${side === "left" ? "L" : "R"}${rowId} ${outcome}${why}`;
    }),
  ];
}

function describeGroup(group: OracleGroup, result: OracleResult): string {
  const members = `${group.left.map((id) => `L${id}`).join()}|${group.right.map((id) => `R${id}`).join()}`;
  const record = [...result.left, ...result.right].find(({ groupId }) => groupId === group.id)!;
  const differs = record.outcome === "differs" ? `(${record.reason})` : "";
  const residual = group.residual === null || group.residual === "0" ? "" : ` residual ${group.residual}`;
  const why = group.reason === null ? "" : ` ${group.reason}`;
  return `${group.pass} ${group.kind} ${members} ${record.outcome}${differs}${residual}${why}`;
}
