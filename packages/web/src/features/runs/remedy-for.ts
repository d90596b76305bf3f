/** What a person can do about a failed run, and where. */
export interface Remedy {
  readonly text: string;
  readonly place: "rules" | "files" | "elsewhere";
}

const rules = (text: string): Remedy => ({ text, place: "rules" });
const files = (text: string): Remedy => ({ text, place: "files" });
const elsewhere = (text: string): Remedy => ({ text, place: "elsewhere" });

const remedies: Readonly<Record<string, Remedy>> = {
  LIMIT_PAIRS: rules("Let the pass compare fewer records: make more fields equal first, or raise the limit."),
  PLAN_INVALID: rules("Mend the plan; each fault is shown at its place."),
  PLAN_UNSUPPORTED: rules("Take out what this version cannot do, or use another kind of pass."),
  COLUMN_UNKNOWN: rules("Map the field to a column that the file has."),
  COLUMN_DUPLICATE: rules("Give each field a column of its own, or mend the file's header."),
  DATE_ORDER_OPEN: files("Say whether the day or the month comes first in the file, then run again."),
  INPUT_FORMAT: files("Look at how the file is read, or upload a mended one."),
  INPUT_UNREADABLE: files("Upload the file again."),
  INPUT_TRUNCATED: files("The file is cut off: export it again and upload it."),
  INPUT_BINARY: files("Upload a table: CSV, Excel, JSON or Parquet."),
  INPUT_EMPTY: files("Upload the file again; this one holds nothing."),
  INPUT_MISSING: files("Upload the file again."),
  SOURCES_UNFIT: rules("Map the fields to the columns that the files have."),
  LIMIT_SIZE: files("Split the file, or mend the record that is larger than allowed."),
  LIMIT_MEMORY: elsewhere("Split the files, or ask the server's administrator for more memory for runs."),
  LIMIT_DISK: elsewhere("Delete runs or files that nobody needs, or ask the server's administrator for space."),
  LIMIT_TIME: elsewhere("Split the files, or ask the server's administrator for more time for runs."),
  STORE_UNREACHABLE: elsewhere("Run again in a moment; if it fails again, ask the server's administrator."),
  INTERNAL: elsewhere("Run again; if it fails again, give the server's administrator the address of this page."),
};

/** For a code that is not known here, what was told is all there is. */
export const remedyFor = (code: string): Remedy | undefined => remedies[code];
