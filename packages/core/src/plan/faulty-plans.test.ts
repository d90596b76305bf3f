import { expect, test } from "vitest";
import { parsePlan } from "./parse-plan.ts";
import { PlanFaults } from "./plan-faults.ts";

const head = `version: 1
name: demo
left: { files: [a.csv] }
right: { files: [b.csv] }
fields:
  ref: { type: text }
  party: { type: text }
  amount: { type: money }
  ccy: { type: currency }
  day: { type: date }
`;
const keyed = `passes: [{ name: p, kind: keyed, on: [ref] }]
`;
/** A sound plan with further lines, other passes, another condition, further fields, another left source. */
const withLines = (lines: string) => `${head}${keyed}${lines}`;
const withPasses = (lines: string) => `${head}passes:\n${lines}`;
const withCondition = (condition: string) =>
  withPasses(`  - name: p\n    kind: tolerant\n    block: [ref]\n    conditions:\n      - ${condition}\n`);
const withFields = (lines: string) => `version: 1
name: demo
left: { files: [a.csv] }
right: { files: [b.csv] }
fields:
  ref: { type: text }
${lines}${keyed}`;
const withLeft = (lines: string) => `version: 1
name: demo
left:
${lines}right: { files: [b.csv] }
fields: { ref: { type: text } }
${keyed}`;

/** What is wrong, the text, and the faults as `line:column message` in the order of the text. */
const faultyPlans: [name: string, text: string, faults: string[]][] = [
  ["an empty text", "", ["1:1 the plan is empty"]],
  ["only comments", "# nothing\n", ["1:1 the plan is empty"]],
  [
    "a list",
    "- a\n",
    [
      '1:1 the plan is a list; expected a mapping with "version", "name", "sources", "left", "right", "fields", "roles", "calendars", "compare", "passes", "limits"',
    ],
  ],
  [
    "a scalar",
    "hello\n",
    [
      '1:1 the plan is "hello"; expected a mapping with "version", "name", "sources", "left", "right", "fields", "roles", "calendars", "compare", "passes", "limits"',
    ],
  ],
  ["two documents", withLines("---\na: 1\n"), ["12:1 a plan is one document; a second one starts here"]],
  ["a tab as indentation", "version: 1\nleft:\n\tfiles: [a]\n", ["3:1 indent with spaces: YAML takes no tabs here"]],
  ["a quote that stays open", 'version: 1\nname: "demo\n', ["3:1 a quote is opened and not closed"]],
  [
    "a second colon",
    "version: 1\nname: a: b\n",
    ['2:7 a second ": " within one value; quote the text, or mend the indentation of what follows'],
  ],
  [
    "a wrong indentation",
    "version: 1\n  name: x\n",
    ['1:10 a second ": " within one value; quote the text, or mend the indentation of what follows'],
  ],
  ["a key that stands twice", withLines("name: again\n"), ['12:1 the key "name" stands twice']],
  ["a tag", "version: 1\nname: !!js/function x\n", ["2:7 a plan takes no tags (!…)"]],
  ["an alias to nothing", withLines("limits: *none\n"), ["12:9 no anchor &none stands before this alias"]],
  ["an alias to itself", withLines("limits: &l { pairs: *l }\n"), ["12:21 *l stands inside what it stands for"]],
  [
    "a field named __proto__",
    withFields("  __proto__: { type: text }\n"),
    ['7:3 nothing in a plan can be named "__proto__"'],
  ],
  ["a control character", "version: 1\nname: a\u0001b\n", ["2:8 a plan holds no control characters (U+0001)"]],
  [
    "a byte-order mark",
    "\ufeffversion: 1\r\nname: demo\r\nlimts: 1\r\n",
    [
      '1:1 "left" is missing in a plan',
      '1:1 "fields" is missing in a plan',
      '1:1 "passes" is missing in a plan',
      '1:1 "right" is missing in a plan with two sources; for deduplication write sources: 1',
      '3:1 unknown key "limts" in a plan; did you mean "limits"?',
    ],
  ],
  [
    "JSON without the required keys",
    '{ "version": 1,\n  "name": "x" }\n',
    [
      '1:1 "left" is missing in a plan',
      '1:1 "fields" is missing in a plan',
      '1:1 "passes" is missing in a plan',
      '1:1 "right" is missing in a plan with two sources; for deduplication write sources: 1',
    ],
  ],
  [
    "an unknown key with a neighbour",
    withLines("limts: { pairs: 1 }\n"),
    ['12:1 unknown key "limts" in a plan; did you mean "limits"?'],
  ],
  ["an unknown key without a neighbour", withLines("frobnicate: 1\n"), ['12:1 unknown key "frobnicate" in a plan']],
  ["another version", withLines("").replace("version: 1", "version: 2"), ['1:10 "version" is 2; expected 1']],
  [
    "a name that begins with a digit",
    withLines("").replace("demo", "9 lives"),
    ['2:7 "name" is "9 lives"; a name starts with a letter or _ and holds letters, digits, space, _ . or -'],
  ],
  ["a number for a name", withLines("").replace("demo", "042"), ['2:7 "name" is 42; quote it: "042"']],
  ["three sources", withLines("sources: 3\n"), ['12:10 "sources" is 3; expected one of 1, 2']],
  ["a mapping for a number", withLines("sources: { a: 1 }\n"), ['12:10 "sources" is a mapping; expected one of 1, 2']],
  [
    "a key without a value",
    withLines("roles:\n"),
    ['12:1 "roles" is empty; expected a mapping with "amount", "currency", "date"'],
  ],
  ["no passes", `${head}passes: []\n`, ['11:9 "passes" is an empty list']],
  ["a mapping of passes", `${head}passes: { a: 1 }\n`, ['11:9 "passes" is a mapping; expected a list']],
  [
    "a text for a pass",
    withPasses("  - keyed\n"),
    ['12:5 item 1 of "passes" is "keyed"; expected a mapping with "kind"'],
  ],
  [
    "an unknown kind",
    withPasses("  - { name: p, kind: keyd, on: [ref] }\n"),
    [
      '12:22 "kind" is "keyd"; expected one of keyed, tolerant, similar, grouped, netted, linked, summed; did you mean "keyed"?',
    ],
  ],
  [
    "no kind",
    withPasses("  - { name: p, on: [ref] }\n"),
    ['12:5 "kind" is missing in a pass; expected one of keyed, tolerant, similar, grouped, netted, linked, summed'],
  ],
  [
    "a misspelt kind key",
    withPasses("  - { name: p, knid: keyed, on: [ref] }\n"),
    ['12:16 unknown key "knid" in a pass; did you mean "kind"?'],
  ],
  [
    "a text for a list",
    withPasses("  - { name: p, kind: keyed, on: ref }\n"),
    ['12:33 "on" is "ref"; expected a list, such as ["ref"]'],
  ],
  ["an empty list", withPasses("  - { name: p, kind: keyed, on: [] }\n"), ['12:33 "on" is an empty list']],
  [
    "a required key that is missing",
    withPasses("  - name: p\n    kind: keyed\n"),
    ['12:5 "on" is missing in a keyed pass'],
  ],
  [
    "a key of another kind",
    withPasses("  - { name: p, kind: keyed, on: [ref], block: [ref] }\n"),
    ['12:40 unknown key "block" in a keyed pass'],
  ],
  [
    "a misspelt key that selects a branch",
    withCondition('{ field: amount, wihtin: { absolute: "0.05" } }'),
    ['16:26 unknown key "wihtin" in a condition; did you mean "within"?'],
  ],
  [
    "an unquoted decimal",
    withCondition("{ field: amount, within: { absolute: 0.050 } }"),
    ['16:46 "absolute" is 0.05; quote it: "0.050"'],
  ],
  [
    "a negative tolerance",
    withCondition('{ field: amount, within: { absolute: "-1" } }'),
    ['16:46 "absolute" is "-1"; write a quoted decimal without sign or exponent, such as "0.05"'],
  ],
  [
    "a text for a tolerance",
    withCondition('{ field: amount, within: "0.05" }'),
    ['16:34 "within" is "0.05"; expected a mapping with one of "absolute", "relative"'],
  ],
  [
    "a condition without a tolerance",
    withCondition("{ field: amount, weight: 1 }"),
    ['16:9 a condition needs one of "within", "dateWithin", "similar"'],
  ],
  [
    "a condition with two tolerances",
    withCondition('{ field: amount, within: { absolute: "1" }, dateWithin: { days: 1 } }'),
    ['16:53 "dateWithin" does not go with "within"; keep one of them'],
  ],
  [
    "half a day",
    withCondition("{ field: day, dateWithin: { days: 1.5 } }"),
    ['16:43 "days" is 1.5; expected a whole number'],
  ],
  [
    "both kinds of tolerance and a negative weight",
    withCondition('{ field: amount, within: { absolute: "1", relative: "1" }, weight: -1 }'),
    ['16:51 "relative" does not go with "absolute"; keep one of them', '16:76 "weight" is -1; the least is 0'],
  ],
  [
    "a truth value for a weight",
    withCondition("{ field: day, dateWithin: { days: 4000 }, weight: true }"),
    ['16:43 "days" is 4000; the most is 3660', '16:59 "weight" is true; expected a number or a text'],
  ],
  [
    "a weight that is too small",
    withCondition("{ field: day, dateWithin: { days: 4 }, weight: 1e-19 }"),
    ["16:56 the weight 1e-19 has more than 18 decimal places"],
  ],
  [
    "a text for a truth value",
    withPasses("  - { name: p, kind: keyed, on: [ref], suggest: yes }\n"),
    ['12:49 "suggest" is "yes"; expected true or false'],
  ],
  [
    "an unknown shape",
    withPasses(
      '  - { name: p, kind: grouped, shape: n:n, on: [ref], sum: { field: amount, within: { absolute: "0" } } }\n',
    ),
    ['12:38 "shape" is "n:n"; expected one of 1:n, n:1, n:m; did you mean "1:n"?'],
  ],
  [
    "wrong normalise steps",
    withFields(
      "  a: { type: text, normalise: [trimm, { replcae: [a, b] }, { replace: [a] }, { padLeft: [0, ab] }, { extract: 5 }] }\n",
    ),
    [
      '7:32 item 1 of "normalise" is "trimm"; expected one of trim, squeeze, upper, lower, fold, punctuation, leadingZeros, digits; did you mean "trim"?',
      '7:41 unknown key "replcae" in a normalise step; did you mean "replace"?',
      '7:71 "replace" is a list of 1; expected a list of 2',
      '7:90 item 1 of "padLeft" is 0; the least is 1',
      '7:93 item 2 of "padLeft" is "ab"; it has at most 1 character',
      '7:111 "extract" is 5; quote it: "5"',
    ],
  ],
  [
    "an unknown type",
    withFields("  a: { type: txt }\n"),
    ['7:14 "type" is "txt"; expected one of text, number, money, currency, date; did you mean "text"?'],
  ],
  [
    "a misspelt key of a column reference",
    withFields("  a: { type: text, left: { colum: x } }\n"),
    ['7:28 unknown key "colum" in a column reference; did you mean "column"?'],
  ],
  [
    "half a debit and credit pair",
    withFields("  a: { type: money, left: { debit: x } }\n"),
    ['7:21 "credit" is missing in a debit and credit pair'],
  ],
  ["a number for a header", withFields("  a: { type: text, left: 2024 }\n"), ['7:26 "left" is 2024; quote it: "2024"']],
  [
    "a number for a constant",
    withFields("  a: { type: text, left: { value: 1 } }\n"),
    ['7:35 "value" is 1; quote it: "1"'],
  ],
  [
    "a field name that begins with a digit",
    withFields("  1a: { type: text }\n"),
    ['7:3 "1a": a name starts with a letter or _ and holds letters, digits, space, _ . or -'],
  ],
  ["a text for files", withLeft("  files: a.csv\n"), ['4:10 "files" is "a.csv"; expected a list, such as ["a.csv"]']],
  ["a source without files", withLeft("  format: csv\n"), ['3:1 "files" is missing in a source']],
  [
    "wrong options",
    withLeft('  files: [a.csv]\n  options: { delimeter: ";", headerRow: 0, decimal: x, quote: "||" }\n'),
    [
      '5:14 unknown key "delimeter" in "options"; did you mean "delimiter"?',
      '5:41 "headerRow" is 0; the least is 1',
      '5:53 "decimal" is "x"; expected one of ".", ","',
      '5:63 "quote" is "||"; it has at most 1 character',
    ],
  ],
  [
    "a number in a filter",
    withLeft("  files: [a.csv]\n  exclude: [{ where: { field: ref, in: [1] }, reason: x }]\n"),
    ['5:41 item 1 of "in" is 1; quote it: "1"'],
  ],
  [
    "an exclusion without filter and reason",
    withLeft('  files: [a.csv]\n  exclude: [{ where: { field: ref }, reason: "" }]\n'),
    ['5:22 a filter needs one of "in", "matches", "empty"', '5:46 "reason" is ""; it must not be empty'],
  ],
  [
    "holidays that do not exist",
    withLines('calendars: { b: { holidays: [2026-13-01, 25.12.2026, "2026-02-30"], weekend: [saturday] } }\n'),
    [
      '12:30 item 1 of "holidays" is "2026-13-01"; there is no such day',
      '12:42 item 2 of "holidays" is "25.12.2026"; write a date as "2026-12-25"',
      '12:54 item 3 of "holidays" is "2026-02-30"; there is no such day',
      '12:79 item 1 of "weekend" is "saturday"; expected one of mon, tue, wed, thu, fri, sat, sun',
    ],
  ],
  [
    "two sources without a right one",
    withLines("").replace(/right:.*\n/, ""),
    ['1:1 "right" is missing in a plan with two sources; for deduplication write sources: 1'],
  ],
  [
    "one source with a right one",
    withLines("sources: 1\n"),
    ["4:1 a plan with one source (sources: 1) has no right side"],
  ],
  [
    "right sides with one source",
    withFields("  a: { type: money, right: x, negate: right }\n").replace(/right: { files.*\n/, "sources: 1\n"),
    [
      "7:21 a plan with one source (sources: 1) has no right side",
      "7:39 a plan with one source (sources: 1) has no right side",
    ],
  ],
  [
    "unknown fields in a key",
    withPasses("  - { name: p, kind: keyed, on: [reff, toString] }\n"),
    ['12:34 no field "reff" under "fields"; did you mean "ref"?', '12:40 no field "toString" under "fields"'],
  ],
  [
    "wrong roles",
    withLines("roles: { amount: ammount, currency: amount, date: ref }\n"),
    [
      '12:18 no field "ammount" under "fields"; did you mean "amount"?',
      '12:37 role "currency" wants a field of type currency or text; "amount" is money',
      '12:51 role "date" wants a field of type date; "ref" is text',
    ],
  ],
  [
    "reserved and clashing field names",
    withFields("  Outcome: { type: text }\n  REF: { type: text }\n"),
    [
      '7:3 "Outcome" is a column of the result set; name the field otherwise',
      '8:3 the fields "ref" and "REF" differ in case only',
    ],
  ],
  [
    "pass names that differ in case only",
    withPasses("  - { name: Exact, kind: keyed, on: [ref] }\n  - { name: exact, kind: keyed, on: [ref] }\n"),
    ['13:13 two passes are named "exact"; a name is unique, case aside'],
  ],
  [
    "calendar names that differ in case only",
    withLines('calendars: { bank: { holidays: [] }, BANK: { holidays: ["2026-12-25"] } }\n'),
    ['12:38 the calendars "bank" and "BANK" differ in case only'],
  ],
  [
    "a numeric tolerance on a text",
    withCondition('{ field: party, within: { absolute: "1" } }'),
    ['16:18 "within" wants a field of type number or money; "party" is text'],
  ],
  [
    "a date tolerance on money",
    withCondition("{ field: amount, dateWithin: { days: 1 } }"),
    ['16:18 "dateWithin" wants a field of type date; "amount" is money'],
  ],
  [
    "a similarity of dates",
    withLines("compare: [{ field: day, similar: { measure: tfidf, atLeast: 0.5 } }]\n"),
    ['12:20 "similar" wants a field of type text; "day" is date'],
  ],
  [
    "a sum over dates",
    withPasses(
      '  - { name: p, kind: netted, side: left, on: [ref], sum: { field: day, within: { absolute: "0" } } }\n',
    ),
    ['12:67 "sum" wants a field of type number or money; "day" is date'],
  ],
  [
    "settings on fields of other types",
    withFields(
      "  a: { type: text, negate: left, left: { column: x, minorUnits: 2 } }\n  b: { type: money, normalise: [trim], left: { debit: x, credit: x } }\n  c: { type: date, left: { debit: x, credit: y }, right: { value: today } }\n  d: { type: currency, left: { value: EURO } }\n",
    ),
    [
      '7:20 "negate" is for fields of type number or money; this one is text',
      '7:53 "minorUnits" is for fields of type number or money; this one is text',
      '8:21 "normalise" is for fields of type text; this one is money',
      '8:66 "debit" and "credit" are the same column: the amount would be 0',
      '9:28 "debit" is for fields of type number or money; this one is date',
      '9:67 "today" is no date; expected a date',
      '10:39 "EURO" is no currency; expected three letters, such as "EUR"',
    ],
  ],
  [
    "wrong calendars",
    withLines(
      "compare: [{ field: day, dateWithin: { days: 1, calendar: busines } }]\ncalendars: { business: {}, calendar: {}, never: { weekend: [mon, tue, wed, thu, fri, sat, sun] } }\n",
    ),
    [
      '12:58 no calendar "busines" under "calendars"; did you mean "business"?',
      '13:28 "calendar" means calendar days; name the calendar otherwise',
      "13:60 this leaves no business day in the week",
    ],
  ],
  [
    "look-around",
    withFields("  a: { type: text, normalise: [{ extract: '(?=a)' }], left: { column: x, extract: '(?<!x)y' } }\n"),
    [
      "7:43 not an RE2 expression: invalid or unsupported Perl syntax: `(?=`; expressions run in linear time and therefore have no look-around",
      "7:83 not an RE2 expression: invalid named capture: `(?<!x)y`; expressions run in linear time and therefore have no look-around",
    ],
  ],
  [
    "a back-reference",
    withFields("  a: { type: text, normalise: [{ extract: '(a)\\1' }] }\n"),
    [
      "7:43 not an RE2 expression: invalid escape sequence: `\\1`; expressions run in linear time and therefore have no back-references",
    ],
  ],
  [
    "an expression that does not compile",
    withFields("  a: { type: text, normalise: [{ replace: ['(a', b] }] }\n"),
    ["7:44 not an RE2 expression: missing closing ): `(a`"],
  ],
  [
    "wrong replacements",
    withFields(
      "  a: { type: text, normalise: [{ replace: ['(a)', '\\2'] }, { replace: ['(a)', '$1'] }, { replace: ['(a)', '\\x'] }] }\n",
    ),
    [
      "7:51 \\2 names a group that the expression lacks (it has 1)",
      "7:79 $1 is taken literally; write \\1 for the group",
      '7:107 "\\\\x" means nothing in a replacement; write \\\\ for a backslash',
    ],
  ],
  [
    "a wrong expression in a filter",
    withLeft("  files: [a.csv]\n  exclude: [{ where: { field: ref, matches: '*' }, reason: x }]\n"),
    ["5:45 not an RE2 expression: missing argument to repetition operator: `*`"],
  ],
  [
    "a similarity without threshold",
    withPasses(
      "  - { name: p, kind: similar, block: [ref], conditions: [{ field: party, similar: { measure: tfidf, levels: [0.5] } }] }\n",
    ),
    ['12:74 "similar" needs "atLeast", such as 0.9', '12:101 "levels" are for linked passes'],
  ],
  [
    "passes of the wrong kind",
    withPasses(
      '  - { name: p, kind: similar, block: [ref], conditions: [{ field: amount, within: { absolute: "1" } }] }\n  - { name: q, kind: tolerant, block: [ref], conditions: [{ field: party, similar: { measure: tfidf, atLeast: 0.5 } }] }\n',
    ),
    [
      '12:45 a similar pass needs a condition with "similar"; without one it is tolerant',
      '13:46 a tolerant pass needs a condition with "within" or "dateWithin"; without one it is similar',
    ],
  ],
  [
    "fields that stand twice in a pass",
    withPasses(
      '  - { name: p, kind: tolerant, block: [ref, ref], conditions: [{ field: amount, within: { absolute: "1" } }, { field: amount, within: { relative: "0.1" } }] }\n',
    ),
    ['12:45 the field "ref" stands twice here', '12:119 the field "amount" stands twice here'],
  ],
  [
    "wrong compare entries",
    withLines('compare: [{ field: amount }, { field: amount, within: { relative: "1001" } }]\n'),
    [
      '12:39 the field "amount" stands twice here',
      '12:67 a relative tolerance is a share ("0.01" is one in a hundred); the most is 1000',
    ],
  ],
  [
    "a wrong comparison of a linked pass",
    withPasses(
      '  - { name: p, kind: linked, block: [[ref]], comparisons: [{ field: party, similar: { measure: tfidf }, within: { absolute: "1" } }] }\n',
    ),
    [
      '12:69 "within" wants a field of type number or money; "party" is text',
      '12:76 "similar" does not go with "within"; keep one of them',
      '12:85 "similar" needs "atLeast" or "levels"',
    ],
  ],
  [
    "wrong options for CSV",
    withLeft(
      "  files: [a.csv]\n  format: csv\n  options: { sheet: GL, decimal: ',', thousands: ',', delimiter: '\"', timeZone: Europe/Berln }\n",
    ),
    [
      '6:14 "sheet" does not apply to format csv',
      '6:50 "decimal" and "thousands" are both ","',
      '6:66 "delimiter" and "quote" are both "\\""',
      '6:81 no IANA time zone "Europe/Berln"; did you mean "Europe/Berlin"?',
    ],
  ],
  [
    "wrong options for XLSX",
    withLeft("  files: [a]\n  format: xlsx\n  options: { headerRow: 2, delimiter: ';', timeZone: '+01:00' }\n"),
    ['6:28 "delimiter" does not apply to format xlsx', '6:54 no IANA time zone "+01:00", such as "Europe/Berlin"'],
  ],
  [
    "wrong options for TSV",
    withLeft("  files: [a]\n  format: tsv\n  options: { delimiter: ';', records: x }\n"),
    [
      "6:25 tsv is delimited by tabs; for another delimiter the format is csv",
      '6:30 "records" does not apply to format tsv',
    ],
  ],
  [
    "faults in many places at once",
    `${withPasses("  - { name: p, kind: keyd, on: [ref] }\n  - { name: q, kind: keyed, on: [amuont] }\n").replace("money", "mony")}limts: 1\n`,
    [
      '8:19 "type" is "mony"; expected one of text, number, money, currency, date; did you mean "money"?',
      '12:22 "kind" is "keyd"; expected one of keyed, tolerant, similar, grouped, netted, linked, summed; did you mean "keyed"?',
      '13:34 no field "amuont" under "fields"; did you mean "amount"?',
      '14:1 unknown key "limts" in a plan; did you mean "limits"?',
    ],
  ],
  [
    "faults in an aliased part",
    withLines("")
      .replace("{ files: [a.csv] }", "&s { files: [a.csv], forma: csv }")
      .replace("{ files: [b.csv] }", "*s"),
    ['3:28 unknown key "forma" in a source; did you mean "format"?'],
  ],
];

test.each(faultyPlans)("%s", (_, text, expected) => {
  expect(faultsOf(text).faults.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual(expected);
  expect(expected).not.toEqual([]);
});

test("the plan from which the faulty ones are made has no fault", () => {
  expect(parsePlan(withLines(""), "demo.recon.yaml").name).toBe("demo");
});

test("a fault names its path, and the error lists all faults as file:line:column", () => {
  const error = faultsOf(`${withPasses("  - { name: p, kind: keyed, on: [ref, amuont] }\n")}limts: 1\n`);
  expect(error.code).toBe("PLAN_INVALID");
  expect(error.faults.map(({ path }) => path)).toEqual(["passes[0].on[1]", "limts"]);
  expect(error.at).toEqual({ file: "demo.recon.yaml", line: 12, column: 39, path: "passes[0].on[1]" });
  expect(error.message.split("\n")).toEqual([
    'demo.recon.yaml:12:39: no field "amuont" under "fields"; did you mean "amount"?',
    'demo.recon.yaml:13:1: unknown key "limts" in a plan; did you mean "limits"?',
  ]);
});

function faultsOf(text: string): PlanFaults {
  try {
    parsePlan(text, "demo.recon.yaml");
  } catch (error) {
    if (error instanceof PlanFaults) return error;
    throw error;
  }
  throw new Error(`no fault was found in\n${text}`);
}
