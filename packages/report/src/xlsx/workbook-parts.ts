/** The parts around the sheets (ECMA-376 part 2, and part 1 section 18.2). */
import { columnLetters } from "./cell-xml.ts";
import { xmlText } from "./xml-text.ts";

export interface SheetPart {
  readonly name: string;
  /** Range of its filter, when it has one. */
  readonly filtered?: { readonly columns: number; readonly rows: number };
}

const XML = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`;
const RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml";

export const sheetPath = (position: number): string => `xl/worksheets/sheet${position + 1}.xml`;

export function contentTypes(sheets: readonly SheetPart[]): string {
  const parts = sheets.map(
    (_, i) => `<Override PartName="/${sheetPath(i)}" ContentType="${SPREADSHEET}.worksheet+xml"/>`,
  );
  return (
    `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SPREADSHEET}.sheet.main+xml"/>` +
    `<Override PartName="/xl/styles.xml" ContentType="${SPREADSHEET}.styles+xml"/>${parts.join("")}</Types>`
  );
}

export const packageRelationships = `${XML}<Relationships xmlns="${RELATIONSHIPS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

export function workbookRelationships(sheets: readonly SheetPart[]): string {
  const parts = sheets.map(
    (_, i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  return `${XML}<Relationships xmlns="${RELATIONSHIPS}">${parts.join("")}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`;
}

export function workbook(sheets: readonly SheetPart[]): string {
  const listed = sheets.map(({ name }, i) => `<sheet name="${xmlText(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`);
  const filters = sheets.flatMap(({ name, filtered }, i) =>
    filtered === undefined
      ? []
      : [
          `<definedName name="_xlnm._FilterDatabase" localSheetId="${i}" hidden="1">'${xmlText(name)}'!$A$1:$${columnLetters(filtered.columns - 1)}$${filtered.rows + 1}</definedName>`,
        ],
  );
  const names = filters.length === 0 ? "" : `<definedNames>${filters.join("")}</definedNames>`;
  return `${XML}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"><bookViews><workbookView activeTab="0"/></bookViews><sheets>${listed.join("")}</sheets>${names}</workbook>`;
}
