/** Files and plans of the tests, small enough to run in a second. */

/** `id,amount,day` lines; `change` gives the amount. */
export function smallCsv(rows: number, amount: (i: number) => string = (i) => `${i}.50`): string {
  return [
    "id,amount,day",
    ...Array.from({ length: rows }, (_, i) => `${i},${amount(i)},2026-01-${String((i % 28) + 1).padStart(2, "0")}`),
    "",
  ].join("\n");
}

export const smallPlan = `version: 1
name: small
left: { files: [left.csv] }
right: { files: [right.csv] }
fields:
  id: { type: text }
  amount: { type: money } # compared
  day: { type: date }
roles: { amount: amount, date: day }
passes:
  - { name: key, kind: keyed, on: [id] }
`;
