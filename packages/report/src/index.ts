export { exportResultSet } from "./export-result-set.ts";
export { exportFormats, type ExportFormat, type ExportOptions } from "./export-options.ts";
