import { nearestName, ReconError } from "@recon/core";
import type { Sheet } from "./read-workbook.ts";

/** The sheet of that name, or the first visible one. Throws `INPUT_FORMAT` with the names there are. */
export function chooseSheet(path: string, sheets: readonly Sheet[], wanted: string | undefined): Sheet {
  const chosen =
    wanted === undefined
      ? (sheets.find((sheet) => sheet.isVisible) ?? sheets[0])
      : sheets.find((sheet) => sheet.name === wanted);
  if (chosen !== undefined) return chosen;
  const what = wanted === undefined ? "has no worksheet" : `has no sheet ${JSON.stringify(wanted)}`;
  const names = nearestFirst(wanted ?? "", sheets).map((name) => JSON.stringify(name));
  const remedy = names.length === 0 ? "Export it again." : `Its sheets are ${names.join(", ")}: name one of them.`;
  throw new ReconError("INPUT_FORMAT", `${path} ${what}. ${remedy}`, { at: { file: path } });
}

function nearestFirst(wanted: string, sheets: readonly Sheet[]): string[] {
  const names = sheets.map((sheet) => sheet.name);
  const nearest = nearestName(wanted, names);
  return nearest === undefined ? names : [nearest, ...names.filter((name) => name !== nearest)];
}
