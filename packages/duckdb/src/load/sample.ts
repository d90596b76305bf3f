import type { SourceFile, SourceRow } from "@recon/formats";

const SAMPLE_ROWS = 2000;

/** The first records of a source, for choosing conversions; what it suggests is checked against every record later. */
export async function sampleRows(file: SourceFile): Promise<readonly SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const batch of file.rows()) {
    rows.push(...batch);
    if (rows.length >= SAMPLE_ROWS) break;
  }
  return rows.slice(0, SAMPLE_ROWS);
}

/** Non-empty cells of one column of a sample. */
export function sampleTexts(rows: readonly SourceRow[], position: number): string[] {
  return rows.flatMap((row) => {
    const cell = row.kind === "record" ? (row.cells[position] ?? null) : null;
    return cell === null || cell.trim() === "" ? [] : [cell];
  });
}
