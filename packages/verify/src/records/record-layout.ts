/** How a side's file must be laid out, taken from its schema and metadata. */
import { reservedNames, type Plan } from "@recon/core";
import { columnPath, type ParquetFile } from "../parquet/parquet-file.ts";
import { ParquetFault } from "../parquet/parquet-fault.ts";

const MAX_SCALE = 38;

export interface RecordLayout {
  /** Original header names in order. */
  readonly header: readonly string[];
  /** Names of the leaves that hold the original columns, in header order. */
  readonly sourceColumns: readonly string[];
  /** Decimal places of each canonical column. */
  readonly scales: ReadonlyMap<string, number>;
}

/** Throws `ParquetFault` where the file is not as docs/result-set.md says. */
export function readLayout(file: ParquetFile, plan: Plan): RecordLayout {
  const wanted = new Set<string>([...reservedNames, ...Object.keys(plan.fields)]);
  if (file.columnNames.length !== wanted.size || file.columnNames.some((name) => !wanted.has(name))) {
    throw new ParquetFault(`columns are ${file.columnNames.join(", ")} instead of ${[...wanted].join(", ")}`);
  }
  const header = readHeader(file);
  const sourceColumns = header.map((_, index) => columnPath(["src", `c${index + 1}`]));
  const found = [...file.leaves.keys()].filter((name) => name.startsWith(columnPath(["src", ""])));
  if (found.length !== header.length || sourceColumns.some((name) => !file.leaves.has(name))) {
    throw new ParquetFault(`src holds ${found.length} fields that are not c1 to c${header.length}`);
  }
  const scales = Object.entries(plan.fields).map(([name, field]) => [name, scaleOf(file, name, field.type)] as const);
  return { header, sourceColumns, scales: new Map(scales) };
}

function readHeader(file: ParquetFile): string[] {
  const text = file.keyValues.get("recon.columns");
  if (text === undefined) throw new ParquetFault("the metadata has no recon.columns");
  let names: unknown;
  try {
    names = JSON.parse(text);
  } catch (cause) {
    throw new ParquetFault("recon.columns is no JSON", { cause });
  }
  if (!Array.isArray(names) || names.length === 0 || names.some((name) => typeof name !== "string")) {
    throw new ParquetFault("recon.columns is no list of names");
  }
  return names as string[];
}

function scaleOf(file: ParquetFile, name: string, type: string): number {
  const element = file.leaves.get(name)?.element;
  if (!element) throw new ParquetFault(`column ${name} is no plain column`);
  const decimal = element.converted_type === "DECIMAL" || element.logical_type?.type === "DECIMAL";
  const date = element.converted_type === "DATE" || element.logical_type?.type === "DATE";
  const text = element.type === "BYTE_ARRAY" && !decimal;
  const fits = type === "number" || type === "money" ? decimal : type === "date" ? date : text;
  if (!fits) throw new ParquetFault(`column ${name} does not hold ${type} values`);
  const scale = decimal ? (element.scale ?? 0) : 0;
  if (!(scale >= 0 && scale <= MAX_SCALE)) throw new ParquetFault(`column ${name} has scale ${scale}`);
  return scale;
}
