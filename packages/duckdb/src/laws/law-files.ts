/** Sources as files for the engine, and the same sources as the oracle must see them once they have been such files. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { OracleSource } from "./oracle-types.ts";

export type LawFormat = "csv" | "ndjson";

/** Cells that a file can hold: an empty CSV cell is NULL. Raw texts are the lines themselves. */
export function asStored(source: OracleSource, format: LawFormat): OracleSource {
  const { header } = source;
  const rows =
    format === "csv" ? source.rows.map((row) => row.map((cell) => (cell === "" ? null : cell))) : source.rows;
  return { header, rows, rawTexts: rows.map((row) => lineOf(header, row, format)) };
}

export function fileText(source: OracleSource, format: LawFormat): string {
  const lines = source.rows.map((row) => lineOf(source.header, row, format));
  const header = format === "csv" ? [csvLine(source.header)] : [];
  return [...header, ...lines].map((line) => `${line}\n`).join("");
}

/** Writes both sources into a folder and answers the plan's `files`. */
export async function writeSides(
  folder: string,
  sides: { readonly left: OracleSource; readonly right: OracleSource },
  format: LawFormat,
): Promise<{ left: string; right: string }> {
  const names = { left: `left.${format}`, right: `right.${format}` };
  await writeFile(join(folder, names.left), fileText(sides.left, format));
  await writeFile(join(folder, names.right), fileText(sides.right, format));
  return names;
}

type Row = readonly (string | null)[];

function lineOf(header: readonly string[], row: Row, format: LawFormat): string {
  if (format === "csv") return csvLine(row);
  return JSON.stringify(Object.fromEntries(header.map((name, i) => [name, row[i] ?? null])));
}

/** A line of CSV; a NULL alone is written `""`, because a blank line is no record. */
function csvLine(row: Row): string {
  const line = row
    .map((cell) => (/[",\r\n]/.test(cell ?? "") ? `"${cell?.replaceAll('"', '""')}"` : (cell ?? "")))
    .join(",");
  return line === "" ? '""' : line;
}
