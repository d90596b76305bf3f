import type { SourceFile, SpoolResult } from "@recon/formats";
import { cellName } from "@recon/core";
import { quoteName, quoteText } from "@recon/core/dialect";
import type { Session } from "../engine/session.ts";
import { countPlainCsv } from "./scan-csv.ts";

/** SQL that reads a file's records as raw text columns `c1 … cn`; the engine's own reader or a spooled copy behind it. */
export interface FileRelation {
  readonly sql: string;
}

const globCharacters = /[*?[\]{}]/;

/** Whether the engine can read the file itself, exactly as our own reader would. */
export async function readsNatively(file: SourceFile): Promise<boolean> {
  return isSimple(file) && (file.resolved.format === "parquet" || (await countCsv(file)) !== undefined);
}

/** The records of a file that the engine can read itself, counted without it; undefined for other files. */
export async function countNatively(session: Session, file: SourceFile): Promise<number | undefined> {
  if (!isSimple(file)) return undefined;
  if (file.resolved.format !== "parquet") return countCsv(file);
  const { n } = await session.single(`SELECT sum(num_rows) AS n FROM parquet_file_metadata(${quoteText(file.path)})`);
  return Number(n);
}

const countCsv = (file: SourceFile): Promise<number | undefined> =>
  countPlainCsv(file.path, { delimiter: delimiterOf(file), width: file.header.length });

function isSimple(file: SourceFile): boolean {
  const { format, compression, options } = file.resolved;
  if (globCharacters.test(file.path) || compression !== "none") return false;
  if (format === "parquet") return true;
  if (format !== "csv" && format !== "tsv") return false;
  if (!/^[!-~\t]$/.test(delimiterOf(file))) return false;
  if ((options.encoding ?? "utf-8") !== "utf-8" || (options.headerRow ?? 1) !== 1) return false;
  // One column: a blank line is no record to us but a NULL to the engine. Line breaks in the header confuse its row count.
  return file.header.length > 1 && (options.quote ?? '"') === '"' && !file.header.some((name) => /[\r\n]/.test(name));
}

export async function nativeRelation(
  session: Session,
  file: SourceFile,
  header: readonly string[],
): Promise<FileRelation | undefined> {
  return file.resolved.format === "parquet" ? parquetRelation(session, file, header) : csvRelation(file, header);
}

function csvRelation(file: SourceFile, header: readonly string[]): FileRelation {
  const names = file.header.map((name) => cellName(header.indexOf(name)));
  const columns = names.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(", ");
  const options = [
    "auto_detect = false",
    "header = true",
    `delim = ${quoteText(delimiterOf(file))}`,
    `quote = '"'`,
    `escape = '"'`,
    "strict_mode = true",
    // Padding would make it swallow a quote that is never closed, and all behind it.
    "null_padding = false",
    "ignore_errors = false",
    // A folder named `key=value` must not become a column.
    "hive_partitioning = false",
    "comment = ''",
    `columns = {${columns}}`,
  ];
  const selected = header.map((_, position) => quoteName(cellName(position))).join(", ");
  return { sql: `SELECT ${selected} FROM read_csv(${quoteText(file.path)}, ${options.join(", ")})` };
}

const delimiterOf = (file: SourceFile): string => file.resolved.options.delimiter ?? ",";

/** Column types whose text the engine writes exactly as docs/matching.md, section 1, wants it. */
async function parquetRelation(
  session: Session,
  file: SourceFile,
  header: readonly string[],
): Promise<FileRelation | undefined> {
  const described = await session.rows(
    `DESCRIBE SELECT * FROM read_parquet(${quoteText(file.path)}, hive_partitioning = false)`,
  );
  if (described.length !== file.header.length) return undefined;
  const cells = described.map((row) => exactText(quoteName(String(row["column_name"])), String(row["column_type"])));
  if (cells.some((cell) => cell === undefined)) return undefined;
  const positions = header.map((name) => file.header.indexOf(name));
  const selected = positions.map((from, position) => `${cells[from]} AS ${quoteName(cellName(position))}`).join(", ");
  return { sql: `SELECT ${selected} FROM read_parquet(${quoteText(file.path)}, hive_partitioning = false)` };
}

function exactText(column: string, type: string): string | undefined {
  if (type === "VARCHAR") return column;
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DATE|BOOLEAN|DECIMAL\(\d+,\s*\d+\))$/.test(type))
    return `CAST(${column} AS VARCHAR)`;
  if (type === "TIMESTAMP" || type === "TIMESTAMP_MS" || type === "TIMESTAMP_S") {
    const fraction = `rtrim(rtrim(strftime(CAST(${column} AS TIMESTAMP), '.%f'), '0'), '.')`;
    return `strftime(CAST(${column} AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S') || ${fraction}`;
  }
  return undefined;
}

/** A file spooled by our own reader: every cell quoted, NULL as `\N`, row_id in front, records in order. */
export function spoolRelation(
  path: string,
  file: SourceFile,
  header: readonly string[],
  spooled: SpoolResult,
): FileRelation {
  const names = ["row_id", ...file.header.map((name) => cellName(header.indexOf(name)))];
  const columns = names.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(", ");
  const selected = header.map((_, position) => quoteName(cellName(position))).join(", ");
  return {
    sql: `SELECT ${selected} FROM read_csv(${quoteText(path)}, ${spoolOptions(spooled)}, columns = {${columns}})`,
  };
}

/** How a spool and its rejects are read back; see `spoolSources`. */
export function spoolOptions(spooled: SpoolResult): string {
  const lineBytes = Math.max(2 ** 21, spooled.maxRecordBytes + 1024);
  return [
    "auto_detect = false",
    "header = false",
    "hive_partitioning = false",
    "delim = ','",
    `quote = '"'`,
    `escape = '"'`,
    "nullstr = '\\N'",
    "allow_quoted_nulls = false",
    "strict_mode = true",
    "new_line = '\\n'",
    `max_line_size = ${lineBytes}`,
    `parallel = ${!spooled.hasLineBreaks}`,
  ].join(", ");
}
