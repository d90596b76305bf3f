/** Small sources made to provoke trouble: few keys, near amounts, many texts for one value. */
import fc from "fast-check";
import type { OracleSource } from "./oracle-types.ts";

type Cell = string | null;
type Pool = readonly (readonly [weight: number, cells: readonly Cell[]])[];

/** Fields of generated plans; a source carries each in one column of the same name, see `Carrier`. */
export const fieldNames = ["ref", "amount", "ccy", "day", "party", "note", "qty"] as const;
export type FieldName = (typeof fieldNames)[number];

const pools: Readonly<Record<FieldName, Pool>> = {
  ref: [
    [12, ["A"]],
    [5, ["B"]],
    [1, ["a", " A", "Á", "A ", "INV-A", "0A", "C"]],
    [1, [null]],
    [0.4, [""]],
  ],
  amount: [
    [10, ["10", "10.00", "10.0", "010.00"]],
    [6, ["10.01", "10.02", "10.05", "10.051", "9.95", "10.1", "9.70", "9.9"]],
    [6, ["(10.00)", "-10", "10-", "−10.0", "-20", "-5", "-3"]],
    [6, ["20", "20.00", "5", "3", "7", "30", "0"]],
    [2, ["$10", "EUR 10", "10 EUR", "(€ 10.00)", "+10", " 10 ", "10."]],
    [1.5, [null]],
    [0.7, ["n/a", "n/a ", "1e3", "--5", "", "  "]],
  ],
  ccy: [
    [10, ["EUR"]],
    [3, ["USD"]],
    [2, ["eur", " EUR "]],
    [1, [null]],
    [0.4, ["E1", "€"]],
  ],
  day: [
    [10, ["2026-10-02"]],
    [6, ["2026-10-03", "2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07", "2026-09-30"]],
    [4, ["2 Oct 2026", "20261002", "2026/10/2", "02/10/2026", "2.10.26", "October 2, 2026", "2026-10-02T23:59:00Z"]],
    [1, [null]],
    [0.5, ["2026-02-30", "soon", "31/02/2026"]],
  ],
  party: [
    [5, ["Müller GmbH"]],
    [5, ["Muller GmbH", "MÜLLER  GMBH", "Mueller GmbH", "Möller GmbH", "Gmbh Müller"]],
    [4, ["Acme Ltd", "ACME Limited", "acme", "Acme-Ltd.", "Ltd Acme"]],
    [1, [null]],
  ],
  note: [
    [10, ["x"]],
    [6, ["y", "z"]],
    [2, ["X", " x", "x "]],
    [2, [null]],
    [0.4, [""]],
  ],
  qty: [
    [6, ["1", "1.0", "01"]],
    [4, ["2", "3", "-1"]],
    [1, [null]],
    [0.4, ["one"]],
  ],
};

/** Amounts under one key that make groups: sums that agree, just miss or leave a fee, and reversals. */
type Plant = readonly [left: readonly string[], right: readonly string[]];
const plants: readonly Plant[] = [
  [["10"], ["3", "7"]],
  [["10"], ["3", "6.95"]],
  [["9.9"], ["3", "7.00"]],
  [["3", "7"], ["10.00"]],
  [
    ["5", "5"],
    ["3", "7"],
  ],
  [["30"], ["10", "20", "0"]],
  [["99"], ["60", "40"]],
  [["98.99"], ["60", "40"]],
  [["-10", "20"], ["10"]],
  [["10", "(10.00)"], []],
  [["10", "10", "-10"], ["10"]],
  [["10", "-4", "-6"], ["3"]],
  [["7", "-7", "-7", "3"], []],
  [[], ["7", "7-", "7", "7-", "1"]],
  [["3"], ["5", "5", "-5", "-5", "3"]],
];

/** How a side writes its amounts, and whether it has a column that no field reads. */
export interface Carrier {
  readonly amount: "plain" | "debitCredit" | "minorUnits" | "comma";
  readonly memo: boolean;
  /** Prefix of this side's column names. */
  readonly prefix: string;
}

interface Draft {
  readonly prototype: number;
  /** Bit i: field i is redrawn instead of copied from the prototype. */
  readonly redrawn: number;
  readonly cells: readonly Cell[];
  readonly memo: Cell;
}

function cellOf(field: FieldName): fc.Arbitrary<Cell> {
  return fc.oneof(
    ...pools[field].map(([weight, cells]) => ({ weight: weight * 10, arbitrary: fc.constantFrom(...cells) })),
  );
}

/** Both sources, written by their carriers; up to `maxRows` records a side, copied from one to three prototypes. */
export function arbitrarySources(
  fields: readonly FieldName[],
  carriers: { readonly left: Carrier; readonly right: Carrier },
  maxRows: number,
): fc.Arbitrary<{ left: OracleSource; right: OracleSource }> {
  const row = fc.tuple(...fields.map(cellOf));
  const canPlant = fields.includes("ref") && fields.includes("amount");
  const none = { weight: 2, arbitrary: fc.constant<Plant[]>([]) };
  const some = { weight: 1, arbitrary: fc.array(fc.constantFrom(...plants), { minLength: 1, maxLength: 2 }) };
  const drawn = fc.record({
    prototypes: fc.array(row, { minLength: 1, maxLength: 3, size: "max" }),
    plants: canPlant ? fc.oneof(none, some) : none.arbitrary,
    left: draftsOf(fields, row, maxRows),
    right: draftsOf(fields, row, maxRows),
  });
  return drawn.map(({ prototypes, plants: planted, left, right }) => {
    const kept = planted.length === 0 ? maxRows : Math.floor(maxRows / 2);
    const rows = (drafts: readonly Draft[], side: 0 | 1): readonly (readonly Cell[])[] => [
      ...drafts.slice(0, kept).map((draft) => [...redraw(draft, prototypes), draft.memo]),
      ...planted.flatMap((plant, i) =>
        plant[side].map((amount) => [...grow(fields, prototypes[0]!, [`G${i}`, amount]), null]),
      ),
    ];
    return { left: write(fields, carriers.left, rows(left, 0)), right: write(fields, carriers.right, rows(right, 1)) };
  });
}

/** One in twenty sides may be empty: little can go wrong there. */
function draftsOf(fields: readonly FieldName[], row: fc.Arbitrary<Cell[]>, maxLength: number): fc.Arbitrary<Draft[]> {
  const redrawn = fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 6, arbitrary: fc.nat({ max: fields.length - 1 }).map((bit) => 2 ** bit) },
    { weight: 2, arbitrary: fc.nat({ max: 2 ** fields.length - 1 }) },
  );
  const draft = fc.record({
    prototype: fc.nat({ max: 2 }),
    redrawn,
    cells: row,
    memo: fc.constantFrom("p", "q", null),
  });
  return fc.oneof(
    { weight: 19, arbitrary: fc.array(draft, { minLength: 1, maxLength, size: "max" }) },
    { weight: 1, arbitrary: fc.array(draft, { maxLength, size: "max" }) },
  );
}

function redraw({ prototype, redrawn, cells }: Draft, prototypes: readonly (readonly Cell[])[]): Cell[] {
  const base = prototypes[prototype % prototypes.length]!;
  return base.map((cell, i) => ((redrawn >> i) % 2 === 1 ? cells[i]! : cell));
}

/** A member of a planted group: the prototype under the group's key. */
function grow(fields: readonly FieldName[], base: readonly Cell[], [ref, amount]: readonly [string, string]): Cell[] {
  return fields.map((field, i) => (field === "ref" ? ref : field === "amount" ? amount : base[i]!));
}

/** Rows carry the memo last. */
function write(fields: readonly FieldName[], carrier: Carrier, rows: readonly (readonly Cell[])[]): OracleSource {
  const header = fields.flatMap((field) => headerOf(field, carrier));
  const written = rows.map((row) => {
    const cells = fields.flatMap((field, i) => carry(field, row[i]!, carrier));
    return carrier.memo ? [...cells, row.at(-1)!] : cells;
  });
  return { header: carrier.memo ? [...header, `${carrier.prefix}memo`] : header, rows: written };
}

function headerOf(field: FieldName, { amount, prefix }: Carrier): string[] {
  if (field === "amount" && amount === "debitCredit") return [`${prefix}debit`, `${prefix}credit`];
  return [`${prefix}${field}`];
}

function carry(field: FieldName, cell: Cell, { amount }: Carrier): Cell[] {
  if (field !== "amount" && field !== "qty") return [cell];
  if (amount === "comma") return [cell?.replace(".", ",") ?? null];
  if (field === "qty") return [cell];
  if (amount === "debitCredit") return debitAndCredit(cell);
  return [amount === "minorUnits" ? inMinorUnits(cell) : cell];
}

function debitAndCredit(cell: Cell): [debit: Cell, credit: Cell] {
  const negative = /^-(\d+)$/.exec(cell ?? "");
  return negative === null ? [null, cell] : [negative[1]!, null];
}

/** Cents where the text is a plain amount; everything else as it is, so that some cells mean something else. */
function inMinorUnits(cell: Cell): Cell {
  const plain = /^(-?)0*(\d+)(?:\.(\d{0,2}))?$/.exec(cell ?? "");
  return plain === null ? cell : `${plain[1]}${plain[2]}${(plain[3] ?? "").padEnd(2, "0")}`;
}
