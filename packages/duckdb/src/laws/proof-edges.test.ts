/** Values at the edges, where engine and verifier could part ways: decided as the rules say, and proven. */
import type { Pass, Plan } from "@recon/core";
import { expect, it } from "vitest";
import { lines, proveFiles } from "./prove.ts";

it("dates a few thousand years apart have business days between them", async () => {
  const { summary, findings } = await proveFiles({
    files: {
      "left.csv": lines("id,day", "1,0001-01-01", "2,9999-12-31", "3,9999-12-24", "4,2026-10-02"),
      "right.csv": lines("id,day", "1,0001-01-02", "2,9999-12-30", "3,9999-12-31", "4,2026-10-05"),
    },
    plan: {
      fields: { id: { type: "text" }, day: { type: "date" } },
      calendars: { bank: { holidays: ["9999-12-27", "9999-12-27"] } },
      compare: [{ field: "day", dateWithin: { days: 1, calendar: "bank" } }],
    },
  });
  expect(findings).toEqual([]);
  expect(summary.left).toMatchObject({ matched: 3, differs: 1 });
});

it("pairs of texts that did not convert are equal only as pairs", async () => {
  const { summary, findings } = await proveFiles({
    files: {
      "left.csv": lines("id,dr,cr", "1,a/b,c", "2,x,y", "3,a\\,b", "4,5,n/a"),
      "right.csv": lines("id,dr,cr", "1,a,b/c", "2, x,y ", "3,a,\\b", "4,5.0,n/a"),
    },
    plan: {
      fields: {
        id: { type: "text" },
        amount: {
          type: "money",
          left: { debit: "dr", credit: "cr" },
          right: { debit: "dr", credit: "cr" },
          onInvalid: "keep",
        },
      },
      compare: [{ field: "amount" }],
    },
  });
  expect(findings).toEqual([]);
  expect(summary.left).toMatchObject({ matched: 1, differs: 3 });
});

it("files of different dialects and formats on one side keep theirs", async () => {
  const files = {
    "left1.csv": lines("id,name,amount", "1,a;b,1.50", "2,'x',2"),
    "left2.csv": lines("id;name;amount", '3;"c;d,e";3.25', "4;y,z;4"),
    "right1.csv": lines("name;amount;id", "'x';2;2", "a,b;3.25;3"),
    "right2.ndjson": lines('{"id":"1","name":"a;b","amount":1.50}', '{"id":"4","name":"y,z","amount":"4"}'),
  };
  const { summary, findings } = await proveFiles({
    files,
    plan: { fields: { id: { type: "text" }, name: { type: "text" }, amount: { type: "money" } } },
  });
  expect(findings).toEqual([]);
  expect(summary.left).toMatchObject({ matched: 3, differs: 1 });
});

it("amounts whose sums outgrow the widest decimal are refused by name", async () => {
  const long = lines("id,amount", "1,99999999999999999999", "2,99999999999999999999", "3,0.000000000000000001");
  const files = { "left.csv": long, "right.csv": long };
  const fields: Plan["fields"] = { id: { type: "text" }, amount: { type: "money" } };
  const refusal = proveFiles({ files, plan: { fields, roles: { amount: "amount" } } });
  await expect(refusal).rejects.toMatchObject({ code: "LIMIT_SIZE", at: { path: "fields.amount" } });
  await expect(refusal).rejects.toThrow("amount: values of up to 20 digits before and 18 after the mark");
});

it("a tolerance with more digits than the amounts leave room for is told as such", async () => {
  const files = {
    "left.csv": lines("id,amount", "1,99999999999999999999.00"),
    "right.csv": lines("id,amount", "1,1.00"),
  };
  const within = { relative: "0.000000000000000001" };
  const near: Pass = { name: "near", kind: "tolerant", block: ["id"], conditions: [{ field: "amount", within }] };
  const refusal = proveFiles({
    files,
    plan: { fields: { id: { type: "text" }, amount: { type: "money" } }, passes: [near] },
  });
  await expect(refusal).rejects.toMatchObject({ code: "LIMIT_SIZE" });
});

it("every character folds alike in the engine and in the verifier", async () => {
  const codePoints = Array.from({ length: 0x110000 }, (_, code) => code).filter(
    (code) => code !== 0 && (code < 0xd800 || code > 0xdfff) && /\P{Cn}/u.test(String.fromCodePoint(code)),
  );
  const rows = codePoints.map(
    (code) => `${JSON.stringify({ id: code, c: `a${String.fromCodePoint(code)}\u0301o` })}\n`,
  );
  const steps = ["upper", "lower", "fold", "punctuation"] as const;
  const { summary, findings } = await proveFiles({
    files: { "left.ndjson": rows.join(""), "right.ndjson": lines('{"id":1,"c":"a"}') },
    plan: {
      fields: {
        id: { type: "text" },
        ...Object.fromEntries(steps.map((step) => [step, { type: "text", left: "c", right: "c", normalise: [step] }])),
      },
    },
  });
  expect(findings).toEqual([]);
  expect(summary.left.rows).toBe(codePoints.length);
});
