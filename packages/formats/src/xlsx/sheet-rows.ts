import { cellText, type CellContext, type CellText } from "./cell-text.ts";
import type { XmlHandler } from "./parse-xml.ts";
import { RichText } from "./rich-text.ts";

/** A cell that is not empty. */
export interface SheetCell extends CellText {
  /** 1-based. */
  readonly column: number;
}

/** A row that stands in the file, with the cells that are not empty, whatever the sheet's width. */
export interface SheetRow {
  /** 1-based number as the spreadsheet program shows it. */
  readonly row: number;
  readonly cells: readonly SheetCell[];
  readonly fault: string | undefined;
}

const maxRow = 1_048_576;
const maxColumn = 16_384;

/** Gathers the rows of a worksheet as its XML comes in. */
export class SheetRows implements XmlHandler {
  readonly #context: CellContext;
  #rows: SheetRow[] = [];
  #row = 0;
  #cells: SheetCell[] = [];
  #fault: string | undefined;
  #column = 0;
  #isPlausible = true;
  #attributes: Readonly<Record<string, string>> = {};
  #value: string | undefined;
  #isInValue = false;
  #isFormula = false;
  readonly #inline = new RichText();

  constructor(context: CellContext) {
    this.#context = context;
  }

  /** The rows completed since the last call. */
  take(): SheetRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    switch (name) {
      case "row":
        this.#openRow(attributes["r"]);
        break;
      case "c":
        this.#openCell(attributes);
        break;
      case "v":
        this.#isInValue = true;
        this.#value = "";
        break;
      case "f":
        this.#isFormula = true;
        break;
      default:
        this.#inline.open(name);
    }
  }

  text(text: string): void {
    if (this.#isInValue) this.#value += text;
    else this.#inline.add(text);
  }

  close(name: string): void {
    switch (name) {
      case "row":
        this.#rows.push({ row: this.#row, cells: this.#cells, fault: this.#fault });
        break;
      case "c":
        this.#closeCell();
        break;
      case "v":
        this.#isInValue = false;
        break;
      default:
        this.#inline.close(name);
    }
  }

  #openRow(number: string | undefined): void {
    const before = this.#row;
    this.#row = number === undefined ? before + 1 : Number(number);
    this.#cells = [];
    this.#column = 0;
    const isPlausible = Number.isInteger(this.#row) && this.#row > before && this.#row <= maxRow;
    this.#fault = isPlausible ? undefined : `row ${number ?? before + 1} stands behind row ${before}`;
    if (!isPlausible) this.#row = before + 1;
  }

  #openCell(attributes: Readonly<Record<string, string>>): void {
    const ref = attributes["r"];
    const before = this.#column;
    this.#column = ref === undefined ? before + 1 : columnNumber(ref);
    this.#isPlausible = this.#column > before && this.#column <= maxColumn;
    if (!this.#isPlausible) {
      this.#fault ??= `cell ${ref ?? "behind the last column"} stands out of order`;
      this.#column = before;
    }
    this.#attributes = attributes;
    this.#value = undefined;
    this.#isFormula = false;
    this.#inline.take();
  }

  #closeCell(): void {
    const attributes = this.#attributes;
    const { text, fault } = cellText(
      {
        ref: attributes["r"] ?? `${this.#column} of row ${this.#row}`,
        type: attributes["t"] ?? "n",
        style: Number(attributes["s"] ?? 0),
        value: this.#value,
        inline: this.#inline.take(),
        isFormula: this.#isFormula,
      },
      this.#context,
    );
    if (text !== null && this.#isPlausible) this.#cells.push({ column: this.#column, text });
    this.#fault ??= fault;
  }
}

/** The column of an address: A is 1, XFD 16384; 0 for what is no address. */
function columnNumber(ref: string): number {
  let column = 0;
  for (let at = 0; at < ref.length; at++) {
    const code = ref.charCodeAt(at);
    if (code >= 65 && code <= 90) column = column * 26 + code - 64;
    else return code >= 49 && code <= 57 ? column : 0;
  }
  return 0;
}
