import { describe, expect, it } from "vitest";
import type { Cell, SourceRow } from "../source.ts";
import { profileColumns, type ProfileOptions } from "./profile-columns.ts";

/** Profiles columns given as name → cells; empty text is NULL. */
function profile(columns: Record<string, readonly string[]>, options?: ProfileOptions) {
  const header = Object.keys(columns);
  const length = Math.max(...Object.values(columns).map((cells) => cells.length));
  const rows = Array.from({ length }, (_, i): SourceRow => {
    const cells: Cell[] = header.map((name) => columns[name]![i] || null);
    return { kind: "record", line: i + 2, cells, text: () => cells.join(",") };
  });
  return profileColumns(header, batches(rows), options);
}

async function* batches(rows: readonly SourceRow[]): AsyncGenerator<readonly SourceRow[]> {
  for (let i = 0; i < rows.length; i += 7) yield rows.slice(i, i + 7);
}

const typesOf = async (columns: Record<string, readonly string[]>) =>
  Object.fromEntries((await profile(columns)).columns.map(({ name, type }) => [name, type]));

describe("types", () => {
  it("are told by values and names", async () => {
    expect(
      await typesOf({
        ref: ["EU-001", "EU-002"],
        Amount: ["100.00", "12..34"],
        fee: ["1", "2"],
        rate: ["1.5", "2.25"],
        price2: ["$1.5", "$20"],
        customerNo: ["17", "18"],
        zip: ["01067", "10115"],
        quantity: ["3", "4"],
        account: ["50000000054910000003", "50000000054910000004"],
        Rechnungsbetrag: ["3", "4"],
        ccy: ["EUR", "usd"],
        Valuta: ["20260102", "20260103"],
        eightDigits: ["20260102", "20260103"],
        when: ["5 Jan 2026", "6 Jan 2026"],
        code: ["INV001", "INV002"],
        nothing: ["", ""],
      }),
    ).toEqual({
      ref: "text",
      Amount: "money",
      fee: "money",
      rate: "number",
      price2: "money",
      customerNo: "text",
      zip: "text",
      quantity: "number",
      account: "text",
      Rechnungsbetrag: "money",
      ccy: "currency",
      Valuta: "date",
      eightDigits: "number",
      when: "date",
      code: "text",
      nothing: "text",
    });
  });
});

describe("numbers", () => {
  const style = async (columns: Record<string, readonly string[]>) => {
    const { detected, columns: profiles } = await profile(columns);
    return { ...detected, totals: profiles.map(({ numbers }) => numbers?.controlTotal) };
  };

  it.each([
    [["1.234"], { decimal: ".", thousands: undefined, open: true }],
    [["1,234", "1"], { decimal: ".", thousands: ",", open: true }],
    [["1.234", "12.5"], { decimal: ".", thousands: undefined, open: false }],
    [["1.234", "12,5"], { decimal: ",", thousands: ".", open: false }],
    [["1.234.567"], { decimal: ",", thousands: ".", open: false }],
    [["1 234,50"], { decimal: ",", thousands: " ", open: false }],
    [["1'234", "17"], { decimal: ".", thousands: "'", open: false }],
    [["12", "13"], { decimal: ".", thousands: undefined, open: false }],
  ])("of %j are written %j", async (amount, expected) => {
    expect(await style({ amount })).toMatchObject(expected);
  });

  it("that are open in one column are settled by another", async () => {
    expect(await style({ amount: ["1.234", "5.678"], fee: ["1,5", "2,25"] })).toMatchObject({
      decimal: ",",
      thousands: ".",
      open: false,
      totals: ["6912", "3.75"],
    });
  });

  it("that contradict each other are named", async () => {
    expect(await style({ amount: ["1.5"], fee: ["1.25"], tax: ["2,5"] })).toMatchObject({
      decimal: ".",
      contradicting: ["tax"],
    });
  });

  it("follow what the plan says", async () => {
    const { columns, detected } = await profile({ amount: ["1.234"] }, { options: { decimal: ",", thousands: "." } });
    expect(detected).toMatchObject({ decimal: ",", thousands: ".", open: false });
    expect(columns[0]?.numbers?.controlTotal).toBe("1234");
  });

  it("add up exactly", async () => {
    const amount = Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? "0.10" : "(0.20)"));
    expect((await profile({ amount })).columns[0]?.numbers).toMatchObject({ controlTotal: "-50.00", scale: 2 });
  });
});

describe("date orders", () => {
  it.each([
    [["13/02/2026", "03/04/2026"], "dmy"],
    [["02/13/2026", "03/04/2026"], "mdy"],
    [["02/03/2026", "03/04/2026"], "open"],
    [["13/02/2026", "02/13/2026"], "conflict"],
    [["02/02/2026"], undefined],
    [["2026-02-13"], undefined],
  ])("of %j are %s", async (booked, expected) => {
    const { dateOrder, columns } = await profile({ booked });
    expect(dateOrder).toBe(expected);
    expect(columns[0]).toMatchObject({ type: "date" });
  });

  it("hold for the whole source", async () => {
    const { dateOrder } = await profile({ booked: ["02/03/2026"], valued: ["13/03/2026"] });
    expect(dateOrder).toBe("dmy");
  });
});

describe("counts", () => {
  it("are of NULLs, values, distinct cells, lengths and samples", async () => {
    const { columns } = await profile({ id: ["a", "bb", "", "a", "  ", "ccc", "d", "e", "f"] });
    expect(columns[0]).toMatchObject({
      count: 9,
      nulls: 1,
      values: 7,
      distinct: { count: 7, exact: true },
      unique: false,
      length: { min: 1, max: 3 },
      samples: ["a", "bb", "  ", "ccc", "d"],
    });
  });

  it("of distinct cells are a lower bound beyond the limit", async () => {
    const id = Array.from({ length: 3000 }, (_, i) => `id ${i}`);
    expect((await profile({ id })).columns[0]).toMatchObject({ distinct: { count: 3000, exact: true }, unique: true });
    const bounded = (await profile({ id }, { maxDistinct: 1000 })).columns[0];
    expect(bounded).toMatchObject({ distinct: { count: 1000, exact: false }, unique: undefined });
  });

  it("leave rejects out and stop where told", async () => {
    const reject: SourceRow = { kind: "reject", line: 2, text: "x", reason: "y" };
    expect(await profileColumns(["a"], batches([reject]))).toMatchObject({
      rows: 1,
      rejects: 1,
      columns: [{ count: 0, unique: false }],
    });
    expect(await profile({ a: ["1", "2", "3"] }, { maxRows: 2 })).toMatchObject({ rows: 2, partial: true });
    expect(await profile({ a: ["1", "2", "3"] }, { maxRows: 3 })).toMatchObject({ rows: 3, partial: false });
  });
});
