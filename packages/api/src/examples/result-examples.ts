/** Answers of the results and review calls, as the reference shows them. */

const userId = "0197a3c2-0000-7d35-9a01-6c1f0e5b2d11";
const at = "2026-11-25T09:12:00.000Z";
const values = { ref: "INV-1042", party: "Acme", amount: "120.00", currency: "EUR", booked: "2026-11-03" };
const untouched = { assigneeId: null, reasonCode: null, version: 1, comments: 0 };
const difference = { field: "amount", left: "120.00", right: "119.50", delta: "-0.50" };

export const exampleRow = {
  side: "left",
  rowId: 17,
  outcome: "differs",
  groupId: 17,
  reason: "amount",
  pass: "exact",
  kind: "1:1",
  ...untouched,
  values,
};
export const exampleGroup = {
  groupId: 17,
  kind: "1:1",
  pass: "exact",
  status: "matched",
  origin: "run",
  confidence: null,
  leftCount: 1,
  rightCount: 1,
  leftTotal: "120.00",
  rightTotal: "119.50",
  residual: "0.50",
  explanation: "equal ref, currency",
  ...untouched,
};
export const exampleGroupDetail = {
  ...exampleGroup,
  members: [exampleRow, { ...exampleRow, side: "right", rowId: 21, values: { ...values, amount: "119.50" } }],
  differences: [difference],
};
export const exampleDifference = { position: 1, groupId: 17, ...difference };
export const exampleBreak = {
  breakId: 70,
  kind: "differs",
  side: null,
  rowId: null,
  groupId: 17,
  amount: "120.00",
  currency: "EUR",
  date: "2026-11-03",
  cause: "amount",
  reason: "amount",
  nearest: null,
  failed: [difference],
  status: "open",
  ...untouched,
  left: { rowId: 17, count: 1, values },
  right: { rowId: 21, count: 1, values: { ...values, amount: "119.50" } },
};
export const exampleReject = {
  side: "left",
  rowId: 99,
  source: "bank.csv",
  line: 100,
  text: "INV-1100;Acme;12,5x;EUR;03.11.2026",
  reason: "amount: 12,5x is no number",
};
export const exampleRecord = {
  ...exampleRow,
  contentHash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  src: [
    { name: "Reference", value: "INV-1042" },
    { name: "Betrag", value: "120,00" },
  ],
  group: exampleGroupDetail,
  break: exampleBreak,
  reject: null,
};
export const exampleFacets = {
  facets: [
    {
      column: "currency",
      kind: "values",
      distinct: 1,
      items: [{ value: "EUR", count: 1200, filter: { column: "currency", in: ["EUR"] } }],
      others: 0,
    },
  ],
};
const columns = [
  { name: "rowId", type: { kind: "integer" }, sortable: true },
  { name: "values.amount", type: { kind: "decimal", precision: 18, scale: 2 }, sortable: true },
];
export const exampleDescription = (summary: unknown): unknown => ({
  plan: "bank-ledger",
  fields: [{ name: "amount", type: "money", scale: 2 }],
  headers: { left: ["Reference", "Betrag"], right: ["doc_no", "amount"] },
  roles: { amount: "amount", currency: "currency", date: "booked" },
  summary,
  indexed: false,
  lists: { rows: columns, groups: [], differences: [], breaks: columns, rejects: [] },
});
const figure = {
  kind: "differs",
  status: "open",
  currency: "EUR",
  label: "amount",
  count: 1,
  gross: "120.00",
  filter: { column: "cause", in: ["amount"] },
};
export const exampleOverview = {
  balanced: true,
  proof: [{ side: "left", currency: "EUR", controlTotal: "98120.55", outcomesTotal: "98120.55", agrees: true }],
  records: { left: 1200, right: 1198 },
  matchRate: { run: { byCount: "0.9983", byValue: {} }, now: { byCount: "0.9991", byValue: { EUR: "0.9987" } } },
  valueAtRisk: { EUR: "120.00" },
  outcomes: [{ side: "left", outcome: "differs", currency: "EUR", records: 1, total: "120.00", gross: "120.00" }],
  breaks: { open: 1, settled: 2 },
  byReason: [figure],
  byAmount: [{ ...figure, label: "100" }],
  byAge: [{ ...figure, label: "8 to 30" }],
  previous: {
    runId: "0197a3c2-4443-7d35-9a01-6c1f0e5b2d11",
    changes: [
      {
        side: "left",
        currency: "EUR",
        fresh: 1,
        stillOpen: 0,
        cleared: 4,
        freshGross: "120.00",
        stillOpenGross: "0.00",
        clearedGross: "410.10",
      },
    ],
  },
};

export const exampleItem = {
  subject: "left:17",
  kind: "record",
  state: "writtenOff",
  groupId: null,
  assigneeId: userId,
  reasonCode: "rounding",
  version: 2,
};
export const exampleDecision = {
  id: "0197a3c2-7777-7d35-9a01-6c1f0e5b2d11",
  seq: 1,
  actorId: userId,
  actorName: "Anna",
  at,
  verb: "writeOff",
  note: "below a cent",
  undoOf: null,
  undone: false,
  itemCount: 1,
  details: { subject: "left:17", verb: "writeOff", reasonCode: "rounding" },
};
export const exampleOutcome = { decision: exampleDecision, items: [exampleItem], version: 2 };
export const exampleComment = {
  id: "0197a3c2-8888-7d35-9a01-6c1f0e5b2d11",
  subject: "left:17",
  authorId: userId,
  authorName: "Anna",
  body: "Asked the bank.",
  createdAt: at,
};
export const exampleHistory = {
  item: exampleItem,
  decisions: [
    {
      ...exampleDecision,
      before: { ...exampleItem, state: "unmatched", reasonCode: null, version: 1 },
      after: exampleItem,
    },
  ],
  comments: [exampleComment],
};
export const examplePreview = {
  previewId: "0197a3c2-9999-7d35-9a01-6c1f0e5b2d11",
  count: 12,
  leftOut: 1,
  value: { EUR: "0.31" },
  expiresAt: "2026-11-25T09:22:00.000Z",
};
/** A page with one item. */
export const pageOf = (item: unknown): unknown => ({ items: [item], nextCursor: null, total: 1 });
