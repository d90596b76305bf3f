/** Kinds of file that are told by their first bytes and that we do not read. */

export interface KnownKind {
  readonly what: string;
  readonly remedy: string;
}

const exportAsCsv = "export the table behind it as CSV or XLSX";
const unpack = "unpack it and name the file inside";

const kinds: readonly { readonly magic: Buffer; readonly kind: KnownKind }[] = [
  known(
    "d0cf11e0a1b11ae1",
    "an old Excel workbook (.xls) or another OLE document",
    "open it and save it as .xlsx or CSV",
  ),
  known("25504446", "a PDF document", exportAsCsv),
  known("89504e470d0a1a0a", "a PNG picture", exportAsCsv),
  known("ffd8ff", "a JPEG picture", exportAsCsv),
  known("474946383761", "a GIF picture", exportAsCsv),
  known("474946383961", "a GIF picture", exportAsCsv),
  known("49492a00", "a TIFF picture", exportAsCsv),
  known("4d4d002a", "a TIFF picture", exportAsCsv),
  known("377abcaf271c", "a 7z archive", unpack),
  known("526172211a07", "a RAR archive", unpack),
  known("fd377a585a00", "an xz archive", unpack),
  known("28b52ffd", "a zstd archive", unpack),
  known("53514c69746520666f726d6174203300", "an SQLite database", exportAsCsv),
  known("7f454c46", "a program", exportAsCsv),
  known("7b5c727466", "an RTF document", exportAsCsv),
  known("4f626a01", "an Avro file", "convert it to Parquet or CSV"),
  known("4152524f5731", "an Arrow file", "convert it to Parquet or CSV"),
];

function known(hex: string, what: string, remedy: string): { magic: Buffer; kind: KnownKind } {
  return { magic: Buffer.from(hex, "hex"), kind: { what, remedy } };
}

/** What a file that starts with these bytes is, when it is one of the kinds we know and do not read. */
export function knownBinaryKind(head: Buffer): KnownKind | undefined {
  // bzip2: a level digit stands between its two marks.
  if (head.toString("latin1", 0, 3) === "BZh" && head.toString("hex", 4, 10) === "314159265359") {
    return { what: "a bzip2 archive", remedy: unpack };
  }
  return kinds.find(({ magic }) => head.subarray(0, magic.length).equals(magic))?.kind;
}

/** Text that is no table: markup (banks and portals like to call an HTML table `.xls`) or a bank's own format. */
export function foreignTextKind(text: string): KnownKind | undefined {
  const start = text.slice(0, 1000).trimStart().toLowerCase();
  if (/^(<!doctype html|<html|<table|<head|<body|<meta)\b/.test(start)) {
    return { what: "an HTML page", remedy: "open it in a spreadsheet program and save it as .xlsx or CSV" };
  }
  if (start.startsWith("<?xml")) return { what: "an XML document", remedy: exportAsCsv };
  return statementFormats.find(({ pattern }) => pattern.test(start))?.kind;
}

/** Bank formats that this version does not read: as CSV they would come out as one column of nonsense. */
const statementFormats: readonly { readonly pattern: RegExp; readonly kind: KnownKind }[] = [
  { pattern: /^(ofxheader:|<ofx>)/, kind: statement("an OFX statement") },
  {
    pattern: /^!(account|option:\S+|type:(bank|cash|ccard|invst|oth [al]|memorized)) *(\r|\n|$)/,
    kind: statement("a QIF file"),
  },
  { pattern: /^(\{1:.*\s*)?:20:.*\s+:(21|25|28c?):/, kind: statement("an MT940 or MT942 statement") },
  { pattern: /^01,([^,\n]*,){6,}[^,\n]*\/\s*02,/, kind: statement("a BAI2 file") },
];

function statement(what: string): KnownKind {
  return { what, remedy: "this version does not read it; export the account's movements as CSV or XLSX" };
}
