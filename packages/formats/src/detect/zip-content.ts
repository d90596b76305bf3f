import { ReconError } from "@recon/core";
import { open, type Entry, type ZipFile } from "yauzl";

const MAX_ENTRIES = 10_000;

/** Returns when the zip file is an XLSX workbook; otherwise throws `INPUT_BINARY`, or `INPUT_TRUNCATED` if cut off. */
export async function checkIsXlsx(path: string): Promise<void> {
  const names = await entryNames(path);
  if (names.some((name) => /^xl\/workbook\d*\.xml$/i.test(name))) return;
  const { what, remedy } = zipKind(names);
  throw new ReconError("INPUT_BINARY", `${path} is ${what}: ${remedy}.`, { at: { file: path } });
}

function zipKind(names: readonly string[]): { what: string; remedy: string } {
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name));
  if (has(/^xl\/workbook\.bin$/i)) {
    return { what: "a binary Excel workbook (.xlsb)", remedy: "open it and save it as .xlsx" };
  }
  if (has(/^word\//)) return { what: "a Word document", remedy: "export the table in it as CSV or XLSX" };
  if (has(/^ppt\//)) return { what: "a presentation", remedy: "export the table in it as CSV or XLSX" };
  if (names[0] === "mimetype" && has(/^content\.xml$/)) {
    return { what: "an OpenDocument file (.ods)", remedy: "open it and save it as .xlsx or CSV" };
  }
  const listed = names.slice(0, 3).join(", ") + (names.length > 3 ? ", …" : "");
  const what = names.length === 0 ? "an empty zip archive" : `a zip archive (${listed})`;
  return { what, remedy: "unpack it and name the file inside" };
}

function entryNames(path: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: true }, (error, zip) => {
      if (error === null && zip !== undefined) collectNames(zip).then(resolve, reject);
      else reject(truncatedFault(path, error));
    });
  }).catch((error: unknown) => {
    throw error instanceof ReconError ? error : truncatedFault(path, error);
  }) as Promise<string[]>;
}

function collectNames(zip: ZipFile): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const names: string[] = [];
    zip.on("error", reject);
    zip.on("end", () => resolve(names));
    zip.on("entry", (entry: Entry) => {
      names.push(entry.fileName);
      if (names.length < MAX_ENTRIES) return zip.readEntry();
      zip.close();
      resolve(names);
    });
    zip.readEntry();
  });
}

function truncatedFault(path: string, cause: unknown): ReconError {
  const what = cause instanceof Error ? ` (${cause.message})` : "";
  const message = `${path} starts as an XLSX or zip file but is cut off or damaged${what}: fetch or export it again.`;
  return new ReconError("INPUT_TRUNCATED", message, { at: { file: path }, cause });
}
