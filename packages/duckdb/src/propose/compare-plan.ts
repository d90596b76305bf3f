/** `recon compare` as a plan: every shared column a field typed by its values, one keyed pass, the rest compared. */
import type { BothSides } from "../both-sides.ts";
import {
  DecimalText,
  ReconError,
  didYouMean,
  reservedNames,
  type CompareEntry,
  type Field,
  type FieldType,
  type Plan,
  type Side,
  type Source,
  type SourceOptions,
} from "@recon/core";
import type { OpenedSide } from "../load/open-side.ts";
import { isDay, isNumeric } from "../load/readings.ts";
import { sampleRows, sampleTexts } from "../load/sample.ts";
import type { CompareRequest } from "./compare-request.ts";

/** Share of a column's sampled values that must read as a number or date; every record judges again after loading. */
const MIN_SHARE = 0.9;

/** The longest tolerance a plan may state. */
const MAX_DAYS = 3660;

export interface SharedColumn {
  readonly field: string;
  readonly left: string;
  readonly right: string;
}

export interface ComparePlan {
  /** Without passes when the key is still to be found. */
  readonly plan: Plan;
  readonly shared: readonly SharedColumn[];
  readonly key: readonly SharedColumn[] | undefined;
  readonly onlyLeft: readonly string[];
  readonly onlyRight: readonly string[];
}

export async function proposeComparePlan(request: CompareRequest, opened: BothSides<OpenedSide>): Promise<ComparePlan> {
  const shared = sharedColumns(request, opened);
  const key = request.key?.map((name) => keyColumn(name, shared, opened));
  const ignored = new Set((request.ignore ?? []).map((name) => requireShared("--ignore", name, shared).field));
  const compared = shared.filter((column) => !ignored.has(column.field) || key?.includes(column) === true);
  const tolerances = new Map(
    Object.entries(request.tolerance ?? {}).map(([name, value]) => [
      requireShared("--tolerance", name, compared).field,
      toleranceEntry(requireShared("--tolerance", name, compared).field, value),
    ]),
  );
  const types = await columnTypes(compared, opened, tolerances, new Set(key?.map(({ field }) => field)));
  const fields = Object.fromEntries(
    compared.map((column) => [column.field, fieldOf(column, types.get(column.field)!)]),
  );
  const plan: Plan = {
    version: 1,
    name: "compare",
    left: askedSource(request, "left"),
    right: askedSource(request, "right"),
    fields,
    roles: rolesOf(fields),
    ...(tolerances.size === 0 ? {} : { compare: compared.map(({ field }) => tolerances.get(field) ?? { field }) }),
    passes: key === undefined ? [] : [{ name: "key", kind: "keyed", on: key.map(({ field }) => field) }],
  };
  const mapped = new Set(shared.map(({ right }) => right));
  return {
    plan,
    shared: compared,
    key,
    onlyLeft: opened.left.header.filter((name) => !shared.some(({ left }) => left === name)),
    onlyRight: opened.right.header.filter((name) => !mapped.has(name)),
  };
}

/** A side as asked for: its files, and how values are written as far as that was said. */
export function askedSource(request: CompareRequest, side: Side): Source {
  const options = request.options?.[side] ?? {};
  return { files: [...request[side]], ...(Object.keys(options).length === 0 ? {} : { options }) };
}

function fieldOf({ left, right }: Pick<Field, Side>, type: FieldType): Field {
  return { type, left, right, ...(type === "text" ? {} : { onInvalid: "keep" }) };
}

/** A proposed plan with the types that some fields turned out to have. */
export function retyped(plan: Plan, types: ReadonlyMap<string, FieldType>): Plan {
  const fields = Object.fromEntries(
    Object.entries(plan.fields).map(([name, field]) => [name, fieldOf(field, types.get(name) ?? field.type)]),
  );
  return { ...plan, fields, roles: rolesOf(fields) };
}

/** Columns of the same name, and those `--map` joins. */
function sharedColumns(request: CompareRequest, opened: BothSides<OpenedSide>): SharedColumn[] {
  const map = new Map(Object.entries(request.map ?? {}));
  for (const [left, right] of map) {
    requireHeader("--map", left, opened.left);
    requireHeader("--map", right, opened.right);
  }
  const pairs = opened.left.header.flatMap((left) => {
    const right = map.get(left) ?? left;
    return opened.right.header.includes(right) ? [{ left, right }] : [];
  });
  if (pairs.length === 0) {
    throw new ReconError(
      "COLUMN_UNKNOWN",
      `the two files share no column; join columns of different names with --map left=right (left has ${opened.left.header.join(", ")}; right has ${opened.right.header.join(", ")})`,
    );
  }
  const taken = new Set<string>();
  return pairs.map(({ left, right }) => ({ field: fieldName(left, taken), left, right }));
}

/** A header as a canonical name: legal, not reserved, and distinct even for engines that fold case. */
function fieldName(header: string, taken: Set<string>): string {
  const legal = header.replace(/[^\p{L}\p{N}_ .-]/gu, "_").replace(/^(?![\p{L}_])/u, "_");
  const base = (reservedNames as readonly string[]).includes(legal.toLowerCase()) ? `${legal}_` : legal;
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}_${n}`;
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
}

function requireHeader(option: string, name: string, opened: OpenedSide): void {
  if (opened.header.includes(name)) return;
  const file = opened.files[0]!.name;
  throw new ReconError(
    "COLUMN_UNKNOWN",
    `${option}: ${file} has no column "${name}"${didYouMean(name, opened.header)}; its columns are ${opened.header.map((header) => `"${header}"`).join(", ")}`,
    { at: { file } },
  );
}

function requireShared(option: string, name: string, shared: readonly SharedColumn[]): SharedColumn {
  const found = shared.find((column) => column.left === name) ?? shared.find((column) => column.right === name);
  if (found !== undefined) return found;
  const names = shared.map(({ left }) => left);
  throw new ReconError(
    "COLUMN_UNKNOWN",
    `${option}: "${name}" is no column that both files share${didYouMean(name, names)}; they share ${names.map((shown) => `"${shown}"`).join(", ")}`,
  );
}

/** A key column missing on one side is the commonest slip: say on which. */
function keyColumn(name: string, shared: readonly SharedColumn[], opened: BothSides<OpenedSide>): SharedColumn {
  const found = shared.find((column) => column.left === name) ?? shared.find((column) => column.right === name);
  if (found !== undefined) return found;
  requireHeader("--key", name, opened.left);
  requireHeader("--key", name, opened.right);
  return requireShared("--key", name, shared);
}

function toleranceEntry(field: string, value: string): CompareEntry {
  const days = /^(\d+)d$/.exec(value);
  if (days !== null && Number(days[1]) <= MAX_DAYS) return { field, dateWithin: { days: Number(days[1]) } };
  if (DecimalText.safeParse(value).success) return { field, within: { absolute: value } };
  throw new ReconError(
    "USAGE",
    `--tolerance ${field}=${value}: a tolerance is an amount such as 0.01 (at most 20 digits before and 18 after the mark) or days such as 2d (at most ${MAX_DAYS}d)`,
  );
}

async function columnTypes(
  columns: readonly SharedColumn[],
  opened: BothSides<OpenedSide>,
  tolerances: ReadonlyMap<string, CompareEntry>,
  keys: ReadonlySet<string>,
): Promise<Map<string, FieldType>> {
  const rows = {
    left: await sampleRows(opened.left.files[0]!.file),
    right: await sampleRows(opened.right.files[0]!.file),
  };
  return new Map(
    columns.map((column) => {
      const texts = (["left", "right"] as const).map((side): SampledColumn => {
        const texts = sampleTexts(rows[side], opened[side].header.indexOf(column[side]));
        return { texts, options: opened[side].source.options ?? {} };
      });
      return [column.field, keys.has(column.field) ? "text" : typeOf(texts, tolerances.get(column.field))];
    }),
  );
}

interface SampledColumn {
  readonly texts: readonly string[];
  readonly options: SourceOptions;
}

function typeOf(sides: readonly SampledColumn[], tolerance: CompareEntry | undefined): FieldType {
  if (tolerance !== undefined && "dateWithin" in tolerance) return "date";
  if (tolerance !== undefined && "within" in tolerance) return "number";
  const filled = sides.filter(({ texts }) => texts.length > 0);
  if (filled.length === 0) return "text";
  const every = (test: (text: string, options: SourceOptions) => boolean): boolean =>
    filled.every(({ texts, options }) => {
      const passing = texts.filter((text) => test(text, options)).length;
      return passing > 0 && passing >= Math.min(texts.length - 1, MIN_SHARE * texts.length);
    });
  const isCode = filled.some(({ texts }) => texts.some((text) => /^-?0\d/.test(text)));
  if (!isCode && every(isNumeric)) return "number";
  const isIso = ({ texts }: SampledColumn): boolean => texts.every((text) => /^\d{4}-\d{2}-\d{2}$/.test(text));
  // Dates of one and the same shape compare as text; different shapes have to be understood.
  return every(isDay) && filled.some(isIso) ? "date" : "text";
}

const amountNames = /(^|[^a-z])(amount|amt|betrag|montant|importe|total|sum|value|price)([^a-z]|$)/i;
const currencyNames = /^(currency|ccy|curr|währung|waehrung|devise|moneda)(_?code)?$/i;

/** The one column that looks like the amount, and its currency; with several candidates none is guessed. */
function rolesOf(fields: Plan["fields"]): NonNullable<Plan["roles"]> {
  const called = (wanted: FieldType, names: RegExp): string[] =>
    Object.entries(fields).flatMap(([name, { type, left }]) =>
      type === wanted && typeof left === "string" && names.test(left) ? [name] : [],
    );
  const [amounts, currencies] = [called("number", amountNames), called("text", currencyNames)];
  if (amounts.length !== 1) return {};
  return { amount: amounts[0]!, ...(currencies.length === 1 ? { currency: currencies[0]! } : {}) };
}
