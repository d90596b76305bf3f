import { t } from "@lingui/core/macro";
import { firstTolerance } from "./tolerance-input.tsx";
import { textOf, type Loose, type LoosePlan } from "./loose-plan.ts";

export const passKinds = [
  { kind: "keyed", label: t`Equal on fields`, hint: t`Records with the same reference, for example.` },
  {
    kind: "tolerant",
    label: t`Equal but for amounts and dates`,
    hint: t`One to one, nearest first, within tolerances.`,
  },
  { kind: "similar", label: t`Texts alike`, hint: t`One to one, names spelled in different ways.` },
  { kind: "grouped", label: t`Sums of a shared key`, hint: t`A payout and its orders; a remainder can be a fee.` },
  { kind: "netted", label: t`Reversals on one side`, hint: t`Records that cancel each other.` },
] as const;

export type PassKind = (typeof passKinds)[number]["kind"];

/** A pass to begin with: the plan's own fields where they fit. */
export function newPass(kind: PassKind, plan: LoosePlan | undefined, name = freeName(kind, plan)): Loose {
  const fields = plan?.fields ?? [];
  const amount =
    textOf(plan?.roles["amount"]) || fields.find(({ type }) => type === "money" || type === "number")?.name;
  const keys = fields.filter(({ type }) => type === "text").map((field) => field.name);
  const key = keys[0] ?? fields[0]?.name ?? "";
  const currency = textOf(plan?.roles["currency"]);
  const shared = currency === "" || currency === key ? [key] : [key, currency];
  const sum = { field: amount ?? key, within: { absolute: "0.00" } };
  switch (kind) {
    case "keyed":
      return { name, kind, on: [key] };
    case "tolerant":
      return { name, kind, block: shared, conditions: [{ field: sum.field, ...firstTolerance("money") }] };
    case "similar":
      return { name, kind, block: [sum.field], conditions: [{ field: key, ...firstTolerance("text") }] };
    case "grouped":
      return { name, kind, shape: "1:n", on: shared, sum };
    case "netted":
      return { name, kind, side: "left", on: shared, sum };
  }
}

function freeName(kind: PassKind, plan: LoosePlan | undefined): string {
  const names = new Set(plan?.passes.map(({ name }) => name));
  let name: string = kind;
  for (let n = 2; names.has(name); n++) name = `${kind} ${n}`;
  return name;
}
