/** Test fixture: workbooks written part by part, so that tests can hold what no spreadsheet program writes. */
import { crc32, deflateRawSync } from "node:zlib";

/** A part of the archive; the overrides are what a damaged or hostile file claims. */
export interface Part {
  readonly name: string;
  readonly content: string | Buffer;
  readonly flags?: number;
  readonly claimedSize?: number;
  readonly claimedChecksum?: number;
}

/** What a test's workbook consists of beside its first sheet. */
export interface WorkbookParts {
  /** XML between `<sheetData>` and its end. */
  readonly rows: string;
  /** XML within `<sst>`. */
  readonly strings?: string;
  /** XML within `<styleSheet>`. */
  readonly styles?: string;
  /** XML of `<workbookPr>`. */
  readonly properties?: string;
  /** XML of the `<sheet>` elements. */
  readonly sheets?: string;
  readonly extra?: readonly Part[];
  /** Strict namespaces and prefixes, as ISO 29500 Strict files have them. */
  readonly isStrict?: boolean;
}

const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** A workbook as bytes. Sheets are at `rId1` (the rows given) and `rId4` (none). */
export function makeWorkbook(parts: WorkbookParts): Buffer {
  return makeZip(workbookParts(parts));
}

/** The parts of a workbook, to be changed before they are zipped. */
export function workbookParts(parts: WorkbookParts): Part[] {
  const base = parts.isStrict === true ? "http://purl.oclc.org/ooxml" : "http://schemas.openxmlformats.org";
  const main = parts.isStrict === true ? `${base}/spreadsheetml/main` : `${base}/spreadsheetml/2006/main`;
  const types =
    parts.isStrict === true ? `${base}/officeDocument/relationships` : `${base}/officeDocument/2006/relationships`;
  const prefix = parts.isStrict === true ? "x:" : "";
  const sheets = parts.sheets ?? `<${prefix}sheet name="Data" sheetId="1" r:id="rId1"/>`;
  const relate = (id: string, kind: string, target: string) =>
    `<Relationship Id="${id}" Type="${types}/${kind}" Target="${target}"/>`;
  const relationships = (inner: string) =>
    `${xmlHead}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`;
  const root = (name: string, inner: string) =>
    parts.isStrict === true
      ? `${xmlHead}<x:${name} xmlns:x="${main}" xmlns:r="${types}">${inner}</x:${name}>`
      : `${xmlHead}<${name} xmlns="${main}" xmlns:r="${types}">${inner}</${name}>`;
  const sheet = (rows: string) => root("worksheet", `<${prefix}sheetData>${rows}</${prefix}sheetData>`);
  return [
    { name: "_rels/.rels", content: relationships(relate("rId1", "officeDocument", "xl/workbook.xml")) },
    {
      name: "xl/workbook.xml",
      content: root("workbook", `${parts.properties ?? ""}<${prefix}sheets>${sheets}</${prefix}sheets>`),
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: relationships(
        relate("rId1", "worksheet", "worksheets/sheet1.xml") +
          relate("rId2", "sharedStrings", "/xl/sharedStrings.xml") +
          relate("rId3", "styles", "styles.xml") +
          relate("rId4", "worksheet", "worksheets/sheet2.xml"),
      ),
    },
    { name: "xl/sharedStrings.xml", content: root("sst", parts.strings ?? "") },
    { name: "xl/styles.xml", content: root("styleSheet", parts.styles ?? "") },
    { name: "xl/worksheets/sheet1.xml", content: sheet(parts.rows) },
    { name: "xl/worksheets/sheet2.xml", content: sheet("") },
    ...(parts.extra ?? []),
  ];
}

/** A zip file of deflated parts. */
export function makeZip(parts: readonly Part[]): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const content = Buffer.from(part.content);
    const packed = deflateRawSync(content, { level: 1 });
    const name = Buffer.from(part.name);
    // From the version needed up to the name's length, both headers are the same.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(part.flags ?? 0, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(part.claimedChecksum ?? crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(part.claimedSize ?? content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const entry = Buffer.alloc(46);
    entry.write("PK\x01\x02", "latin1");
    entry.writeUInt16LE(20, 4);
    common.copy(entry, 6);
    entry.writeUInt32LE(offset, 42);
    local.push(Buffer.from("PK\x03\x04", "latin1"), common, name, packed);
    directory.push(entry, name);
    offset += 30 + name.length + packed.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, entries, end]);
}
