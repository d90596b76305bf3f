/** `recon init`: reads both files and proposes a plan, with the reason for each choice as a comment. */
import { relative, resolve, sep } from "node:path";
import type { ColumnRef, Field, Plan, Source, SourceOptions } from "@recon/core";
import { parseNumber } from "@recon/formats";
import { meaningOf, type Meaning } from "./column-meaning.ts";
import { pairColumns, type ColumnPair } from "./pair-columns.ts";
import { proposePasses } from "./propose-passes.ts";
import { cellsOf, columnNamed, readSource, type ReadSource, type SourceToRead } from "./read-source.ts";

export interface Proposal {
  readonly plan: Plan;
  /** By path into the plan. */
  readonly comments: Readonly<Record<string, string>>;
  /** What the person has to settle before the plan can run. */
  readonly questions: readonly string[];
}

export interface ProposedField {
  readonly name: string;
  readonly field: Field;
  readonly meaning: Meaning | undefined;
  readonly pair: ColumnPair | undefined;
  readonly why: string;
}

export interface ProposalRequest {
  readonly left: SourceToRead;
  readonly right: SourceToRead;
  /** Folder that the plan's paths start from. */
  readonly planDir: string;
  readonly name: string;
}

export async function proposePlan({ planDir, name, ...files }: ProposalRequest): Promise<Proposal> {
  const left = await readSource("left", { ...files.left, file: resolve(files.left.file) }, planDir);
  const right = await readSource("right", { ...files.right, file: resolve(files.right.file) }, planDir);
  const fields = proposeFields(left, right);
  const roles = rolesOf(fields);
  const passes = proposePasses(left, right, fields, roles);
  const plan: Plan = {
    version: 1,
    name,
    left: sourceOf(left, planDir),
    right: sourceOf(right, planDir),
    fields: Object.fromEntries(fields.map(({ name: field, field: definition }) => [field, definition])),
    ...(Object.keys(roles).length === 0 ? {} : { roles }),
    passes: passes.map(({ pass }) => pass),
  };
  const comments: Record<string, string> = {
    "": `Proposed by recon init from ${left.profile.rows} left and ${right.profile.rows} right records. Read it, change it, then: recon run`,
  };
  for (const { name: field, why } of fields) comments[`fields.${field}`] = why;
  for (const [i, { why }] of passes.entries()) comments[`passes[${i}]`] = why;
  return { plan, comments, questions: [...questionsOf(left), ...questionsOf(right)] };
}

function sourceOf(source: ReadSource, planDir: string): Source {
  const path = relative(planDir, source.opened.files[0]!.file.path).split(sep).join("/");
  const { format } = source.opened.files[0]!.file.resolved;
  const options = Object.fromEntries(
    Object.entries(source.options).filter(([key, value]) => value !== undefined && !isDefault(key, value)),
  ) as SourceOptions;
  return { files: [path], format, ...(Object.keys(options).length === 0 ? {} : { options }) };
}

/** Options that say nothing a reader would not expect. */
function isDefault(key: string, value: unknown): boolean {
  return (
    (key === "quote" && value === '"') ||
    (key === "headerRow" && value === 1) ||
    (key === "delimiter" && (value === "," || value === "\t")) ||
    (key === "encoding" && value === "utf-8") ||
    (key === "decimal" && value === ".")
  );
}

function questionsOf(source: ReadSource): string[] {
  const { dateOrder, detected } = source.profile;
  const questions = [];
  if (dateOrder === "open" || dateOrder === "conflict")
    questions.push(
      `${source.side}: the dates leave day and month open; set ${source.side}.options.dateOrder to dmy or mdy`,
    );
  if (detected?.open === true)
    questions.push(
      `${source.side}: the numbers leave the decimal mark open (read with "${detected.decimal}"); set ${source.side}.options.decimal if that is wrong`,
    );
  return questions;
}

function proposeFields(left: ReadSource, right: ReadSource): ProposedField[] {
  const pairs = pairColumns(left, right);
  const amount = amountField(left, right, pairs);
  const used = new Set(
    amount === undefined ? [] : [...headersOf(amount.field.left!), ...headersOf(amount.field.right!)],
  );
  const others = pairs.filter(
    (pair) => pair !== amount?.pair && !used.has(pair.left.name) && !used.has(pair.right.name),
  );
  const names = new Set<string>(amount === undefined ? [] : [amount.name]);
  const fields = others.map((pair) => pairedField(pair, names));
  const currency = fields.some(({ meaning }) => meaning === "currency") ? undefined : constantCurrency(left, right);
  return [...(amount === undefined ? [] : [amount]), ...(currency === undefined ? [] : [currency]), ...fields].sort(
    (a, b) => rank(a) - rank(b),
  );
}

const order: readonly (Meaning | undefined)[] = [
  "id",
  "reference",
  "amount",
  "currency",
  "booked",
  "valued",
  "batch",
  "party",
  "text",
  "status",
  undefined,
];
const rank = ({ meaning }: ProposedField): number => order.indexOf(meaning);

function headersOf(ref: ColumnRef): string[] {
  if (typeof ref === "string") return [ref];
  return "debit" in ref ? [ref.debit, ref.credit] : "column" in ref ? [ref.column] : [];
}

function pairedField(pair: ColumnPair, names: Set<string>): ProposedField {
  const meaning = meaningOf(pair.left.name) ?? meaningOf(pair.right.name);
  const base = (
    pair.left.name
      .normalize("NFKD")
      .replace(/\p{M}+/gu, "")
      .replace(/[^\p{L}\p{N}]+/gu, "_")
      .replace(/^_+|_+$/g, "")
      .toLowerCase() || "field"
  ).replace(/^(?=\d)/, "_");
  let name = ["row_id", "content_hash", "outcome", "group_id", "reason", "src"].includes(base) ? `${base}_` : base;
  for (let n = 2; names.has(name); n++) name = `${base}_${n}`;
  names.add(name);
  const bothCurrency = pair.left.type === "currency" && pair.right.type === "currency";
  const type = bothCurrency ? "currency" : pair.left.type === "currency" ? "text" : pair.left.type;
  const spelled =
    type === "text" && (meaning === "party" || meaning === "text")
      ? { normalise: ["fold" as const, "squeeze" as const] }
      : type === "text"
        ? { normalise: ["trim" as const] }
        : {};
  const field: Field = { type, left: pair.left.name, right: pair.right.name, ...spelled };
  return {
    name,
    field,
    meaning: bothCurrency ? "currency" : meaning,
    pair,
    why: `"${pair.left.name}" and "${pair.right.name}": ${pair.why}`,
  };
}

/** The amount of each side: one column, or a debit and a credit column; with the sign that makes the sides meet. */
function amountField(left: ReadSource, right: ReadSource, pairs: readonly ColumnPair[]): ProposedField | undefined {
  const refs = {
    left: amountRef(
      left,
      pairs.map((pair) => pair.left.name),
    ),
    right: amountRef(
      right,
      pairs.map((pair) => pair.right.name),
    ),
  };
  if (refs.left === undefined || refs.right === undefined) return undefined;
  const [values, others] = [amountsOf(left, refs.left), amountsOf(right, refs.right)];
  const same = shared(values, others);
  const turned = shared(
    values,
    new Set([...others].map((units) => (units.startsWith("-") ? units.slice(1) : units === "0" ? units : `-${units}`))),
  );
  const negate = turned > same ? { negate: "right" as const } : {};
  const why =
    turned > same
      ? `amounts meet with the right side's sign turned (${turned} values, ${same} otherwise)`
      : `amounts meet (${same} of ${Math.min(values.size, others.size)} distinct values)`;
  const pair = pairs.find((candidate) => candidate.left.name === refs.left && candidate.right.name === refs.right);
  return {
    name: "amount",
    field: { type: "money", left: refs.left, right: refs.right, ...negate },
    meaning: "amount",
    pair,
    why,
  };
}

function amountRef(source: ReadSource, paired: readonly string[]): ColumnRef | undefined {
  const numeric = source.profile.columns.filter(
    ({ type, values }) => (type === "money" || type === "number") && values > 0,
  );
  const named = (meaning: Meaning) => numeric.find(({ name }) => meaningOf(name) === meaning);
  const [debit, credit] = [named("debit"), named("credit")];
  if (debit !== undefined && credit !== undefined) return { debit: debit.name, credit: credit.name };
  const amount =
    numeric.find(({ name }) => meaningOf(name) === "amount" && paired.includes(name)) ??
    named("amount") ??
    numeric.find(({ type }) => type === "money");
  return amount?.name;
}

/** Distinct amounts as minimal decimal texts. */
function amountsOf(source: ReadSource, ref: ColumnRef): Set<string> {
  const style = { decimal: source.options.decimal ?? ("." as const), thousands: source.options.thousands, money: true };
  const read = (header: string): (string | undefined)[] =>
    cellsOf(source, columnNamed(source, header)).map((text) => minimal(parseNumber(text, style)));
  if (typeof ref === "string") return new Set(read(ref).filter((text) => text !== undefined));
  if (!("debit" in ref)) return new Set();
  const debits = read(ref.debit).flatMap((text) =>
    text === undefined || text === "0" ? [] : [text.startsWith("-") ? text.slice(1) : `-${text}`],
  );
  return new Set([...debits, ...read(ref.credit).filter((text) => text !== undefined && text !== "0")] as string[]);
}

function minimal(number: { digits: bigint; scale: number } | undefined): string | undefined {
  if (number === undefined) return undefined;
  const digits = (number.digits < 0n ? -number.digits : number.digits).toString().padStart(number.scale + 1, "0");
  const fraction = number.scale === 0 ? "" : digits.slice(-number.scale).replace(/0+$/, "");
  const whole = number.scale === 0 ? digits : digits.slice(0, -number.scale);
  return `${number.digits < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let n = 0;
  for (const value of a) if (b.has(value)) n++;
  return n;
}

/** A side without a currency column takes the other side's only currency; with several it is a question for the person. */
function constantCurrency(left: ReadSource, right: ReadSource): ProposedField | undefined {
  const column = (source: ReadSource) => source.profile.columns.find(({ type }) => type === "currency");
  const [a, b] = [column(left), column(right)];
  const owner =
    a !== undefined ? { source: left, column: a } : b !== undefined ? { source: right, column: b } : undefined;
  if (owner === undefined || (a !== undefined && b !== undefined)) return undefined;
  const codes = new Set(cellsOf(owner.source, owner.column).map((code) => code.trim().toUpperCase()));
  const [only] = codes;
  if (codes.size !== 1 || only === undefined) return undefined;
  const constant = { value: only };
  const field: Field = {
    type: "currency",
    left: a === undefined ? constant : a.name,
    right: b === undefined ? constant : b.name,
  };
  return {
    name: "currency",
    field,
    meaning: "currency",
    pair: undefined,
    why: `one side has no currency column; the other holds only ${only}`,
  };
}

function rolesOf(fields: readonly ProposedField[]): NonNullable<Plan["roles"]> {
  const first = (test: (field: ProposedField) => boolean): string | undefined => fields.find(test)?.name;
  const amount = first(({ name }) => name === "amount");
  const currency = first(({ meaning, field }) => meaning === "currency" && field.type === "currency");
  const date =
    first(({ meaning, field }) => field.type === "date" && meaning === "booked") ??
    first(({ field }) => field.type === "date");
  return {
    ...(amount === undefined ? {} : { amount }),
    ...(currency === undefined ? {} : { currency }),
    ...(date === undefined ? {} : { date }),
  };
}
