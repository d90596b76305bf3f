export const exportFormats = ["xlsx", "csv", "html", "json"] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportOptions {
  /** XLSX: most rows of a sheet, header included; never more than the 1,048,576 that Excel holds. */
  readonly maxRowsPerSheet?: number;
  /** CSV: a byte-order mark at the start, which Excel wants before it reads a file as UTF-8. Default false. */
  readonly bom?: boolean;
  /** HTML: most breaks listed. Default 1,000. */
  readonly maxBreaksListed?: number;
}
