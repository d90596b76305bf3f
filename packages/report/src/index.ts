export { exportResultSet } from "./export-result-set.ts";
export { exportFormats, type ExportFormat, type ExportOptions } from "./export-options.ts";
export { csvLine, exportTableXlsx, type ExportedTable, type TableColumn } from "./export-table.ts";
