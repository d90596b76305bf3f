import type { ExpansionBudget } from "../expansion-budget.ts";
import { numberFormat, type NumberFormat } from "./number-format.ts";
import { parseWholeXml, type XmlHandler } from "./parse-xml.ts";
import type { ZipArchive } from "./zip-archive.ts";

/** The number format of each cell style (`s` of a cell is its index); none without a styles part. */
export async function readStyles(
  archive: ZipArchive,
  part: string | undefined,
  budget: ExpansionBudget,
): Promise<readonly NumberFormat[]> {
  if (part === undefined || !archive.has(part)) return [];
  const codes = new Map<number, string>();
  const ids: number[] = [];
  let isInCellStyles = false;
  const handler: XmlHandler = {
    open(name, attributes) {
      if (name === "numFmt") codes.set(Number(attributes["numFmtId"]), attributes["formatCode"] ?? "");
      else if (name === "cellXfs") isInCellStyles = true;
      else if (name === "xf" && isInCellStyles) ids.push(Number(attributes["numFmtId"] ?? 0));
    },
    close(name) {
      if (name === "cellXfs") isInCellStyles = false;
    },
  };
  await parseWholeXml(archive.read(part, budget), handler, { path: archive.path, name: part });
  return ids.map((id) => numberFormat(id, codes.get(id)));
}
