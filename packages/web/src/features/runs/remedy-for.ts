import { t } from "@lingui/core/macro";

/** What a person can do about a failed run, and where. */
export interface Remedy {
  readonly text: string;
  readonly place: "rules" | "files" | "elsewhere";
}

const rules = (text: string): Remedy => ({ text, place: "rules" });
const files = (text: string): Remedy => ({ text, place: "files" });
const elsewhere = (text: string): Remedy => ({ text, place: "elsewhere" });

const remedies: Readonly<Record<string, Remedy>> = {
  LIMIT_PAIRS: rules(t`Let the pass compare fewer records: make more fields equal first, or raise the limit.`),
  PLAN_INVALID: rules(t`Mend the plan; each fault is shown at its place.`),
  PLAN_UNSUPPORTED: rules(t`Take out what this version cannot do, or use another kind of pass.`),
  COLUMN_UNKNOWN: rules(t`Map the field to a column that the file has.`),
  COLUMN_DUPLICATE: rules(t`Give each field a column of its own, or mend the file's header.`),
  DATE_ORDER_OPEN: files(t`Say whether the day or the month comes first in the file, then run again.`),
  INPUT_FORMAT: files(t`Look at how the file is read, or upload a mended one.`),
  INPUT_UNREADABLE: files(t`Upload the file again.`),
  INPUT_TRUNCATED: files(t`The file is cut off: export it again and upload it.`),
  INPUT_BINARY: files(t`Upload a table: CSV, Excel, JSON or Parquet.`),
  INPUT_EMPTY: files(t`Upload the file again; this one holds nothing.`),
  INPUT_MISSING: files(t`Upload the file again.`),
  SOURCES_UNFIT: rules(t`Map the fields to the columns that the files have.`),
  LIMIT_SIZE: files(t`Split the file, or mend the record that is larger than allowed.`),
  LIMIT_MEMORY: elsewhere(t`Split the files, or ask the server's administrator for more memory for runs.`),
  LIMIT_DISK: elsewhere(t`Delete runs or files that nobody needs, or ask the server's administrator for space.`),
  LIMIT_TIME: elsewhere(t`Split the files, or ask the server's administrator for more time for runs.`),
  STORE_UNREACHABLE: elsewhere(t`Run again in a moment; if it fails again, ask the server's administrator.`),
  INTERNAL: elsewhere(t`Run again; if it fails again, give the server's administrator the address of this page.`),
};

/** For a code that is not known here, what was told is all there is. */
export const remedyFor = (code: string): Remedy | undefined => remedies[code];
