import { detectSource, detectWithHeader, openSource, type SourceRow } from "@recon/formats";
import { cutText } from "./cut-text.ts";
import type { InspectRequest, InspectResults, Previewed, PreviewRow } from "./inspect-request.ts";

const MOST_CELL_LENGTH = 1_000;
/** Characters of a preview in all: a thousand columns of long texts are not sent to a browser. */
const MOST_LENGTH = 2_000_000;

/** The first rows of a file, as they are read. */
export async function previewSource({
  path,
  spec,
  rows: wanted,
}: Extract<InspectRequest, { kind: "preview" }>): Promise<Previewed> {
  const { resolved } = await detectWithHeader(path, spec);
  const file = await openSource(path, resolved);
  const rows: PreviewRow[] = [];
  let length = 0;
  let isWhole = true;
  reading: for await (const batch of file.rows()) {
    for (const row of batch) {
      isWhole = rows.length < wanted && length < MOST_LENGTH;
      if (!isWhole) break reading;
      const shown = shownRow(row);
      length +=
        shown.kind === "record" ? shown.cells.reduce((sum, cell) => sum + (cell?.length ?? 0), 0) : shown.text.length;
      rows.push(shown);
    }
  }
  return { resolved, header: file.header, rows, isWhole };
}

function shownRow(row: SourceRow): PreviewRow {
  if (row.kind === "reject")
    return { kind: "reject", line: row.line, text: cutText(row.text, MOST_CELL_LENGTH), reason: row.reason };
  const cells = row.cells.map((cell) => (cell === null ? null : cutText(cell, MOST_CELL_LENGTH)));
  return { kind: "record", line: row.line, cells };
}

/** The header of each file. */
export async function readColumns({
  paths,
  spec,
}: Extract<InspectRequest, { kind: "columns" }>): Promise<InspectResults["columns"]> {
  const headers: (readonly string[])[] = [];
  for (const path of paths) headers.push((await openSource(path, await detectSource(path, spec))).header);
  return { headers };
}
