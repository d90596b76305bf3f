/** Cell formats of the workbook; a style is its place in the list. */

/** Excel shows at most 30 digits after the mark. */
export const MAX_SCALE = 30;

export const style = {
  plain: 0,
  header: 1,
  title: 2,
  id: 3,
  count: 4,
  date: 5,
  /** A text that begins like a formula: stays text even when the cell is edited. */
  quoted: 6,
  /** A number with more digits than Excel keeps, as text. */
  longNumber: 7,
  note: 8,
  label: 9,
  headerRight: 10,
  /** Scale 0; the scales follow. */
  decimal: 11,
} as const;

const fonts = [
  `<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>`,
  `<font><b/><sz val="11"/><color rgb="FF1F2933"/><name val="Calibri"/><family val="2"/></font>`,
  `<font><b/><sz val="15"/><color rgb="FF1F2933"/><name val="Calibri"/><family val="2"/></font>`,
  `<font><i/><sz val="11"/><color rgb="FF8A4B00"/><name val="Calibri"/><family val="2"/></font>`,
  `<font><sz val="11"/><color rgb="FF52606D"/><name val="Calibri"/><family val="2"/></font>`,
];
const solid = (colour: string): string =>
  `<fill><patternFill patternType="solid"><fgColor rgb="${colour}"/><bgColor indexed="64"/></patternFill></fill>`;
const fills = [
  `<fill><patternFill patternType="none"/></fill>`,
  `<fill><patternFill patternType="gray125"/></fill>`,
  solid("FFE8ECEF"),
  solid("FFFFF3D6"),
];
const side = (name: string): string => `<${name}/>`;
const borders = [
  `<border>${["left", "right", "top", "bottom", "diagonal"].map(side).join("")}</border>`,
  `<border>${["left", "right", "top"].map(side).join("")}<bottom style="thin"><color rgb="FF9AA5B1"/></bottom><diagonal/></border>`,
];

const DATE_FORMAT = 200;
const decimalFormat = (scale: number): string => (scale === 0 ? "#,##0" : `#,##0.${"0".repeat(scale)}`);
const formats = [
  `<numFmt numFmtId="${DATE_FORMAT}" formatCode="yyyy\\-mm\\-dd"/>`,
  ...Array.from(
    { length: MAX_SCALE + 1 },
    (_, scale) => `<numFmt numFmtId="${DATE_FORMAT + 1 + scale}" formatCode="${decimalFormat(scale)}"/>`,
  ),
];

interface Format {
  readonly font?: number;
  readonly fill?: number;
  readonly border?: number;
  readonly number?: number;
  readonly align?: "left" | "right";
  readonly quoted?: boolean;
}

const cells: readonly Format[] = [
  {},
  { font: 1, fill: 2, border: 1 },
  { font: 2 },
  { number: 1 },
  { number: 3 },
  { number: DATE_FORMAT },
  { quoted: true },
  { fill: 3, align: "right" },
  { font: 3 },
  { font: 4 },
  { font: 1, fill: 2, border: 1, align: "right" },
  ...Array.from({ length: MAX_SCALE + 1 }, (_, scale) => ({ number: DATE_FORMAT + 1 + scale })),
];

function xf({ font = 0, fill = 0, border = 0, number = 0, align, quoted }: Format): string {
  const attributes = `numFmtId="${number}" fontId="${font}" fillId="${fill}" borderId="${border}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"`;
  const prefix = quoted === true ? ` quotePrefix="1"` : "";
  return align === undefined
    ? `<xf ${attributes}${prefix}/>`
    : `<xf ${attributes}${prefix} applyAlignment="1"><alignment horizontal="${align}"/></xf>`;
}

const list = (name: string, items: readonly string[]): string =>
  `<${name} count="${items.length}">${items.join("")}</${name}>`;

export const stylesXml =
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
  list("numFmts", formats) +
  list("fonts", fonts) +
  list("fills", fills) +
  list("borders", borders) +
  list("cellStyleXfs", [`<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>`]) +
  list("cellXfs", cells.map(xf)) +
  list("cellStyles", [`<cellStyle name="Normal" xfId="0" builtinId="0"/>`]) +
  `</styleSheet>`;
