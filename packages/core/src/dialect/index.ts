/** The relational language for engines: constructors, nodes and printers. Kept apart from the package's main entry. */
export * from "./build.ts";
export * from "./nodes.ts";
export { printExpr, printRelation, printStatement, printType, quoteName, quoteText } from "./print-duckdb.ts";
