import { posix } from "node:path";
import { ReconError } from "@recon/core";
import type { ExpansionBudget } from "../expansion-budget.ts";
import { parseWholeXml, type XmlHandler } from "./parse-xml.ts";
import type { ZipArchive } from "./zip-archive.ts";

/** A worksheet of the workbook. */
export interface Sheet {
  readonly name: string;
  readonly isVisible: boolean;
  /** Name of its part in the archive. */
  readonly part: string;
}

/** What stands in the workbook's own parts. */
export interface Workbook {
  readonly sheets: readonly Sheet[];
  /** Whether dates count from 1904, as old programs on the Macintosh did. */
  readonly counts1904: boolean;
  readonly sharedStringsPart: string | undefined;
  readonly stylesPart: string | undefined;
}

interface Relationship {
  readonly id: string;
  /** Last word of its type: `worksheet`, `styles`, …; the same in strict and transitional files. */
  readonly kind: string;
  readonly part: string;
}

/** Reads the workbook part. Throws `INPUT_FORMAT` where the archive holds something else. */
export async function readWorkbook(archive: ZipArchive, budget: ExpansionBudget): Promise<Workbook> {
  const part = await findWorkbookPart(archive, budget);
  const relationships = await readRelationships(archive, part, budget);
  const partOf = (kind: string) => relationships.find((relationship) => relationship.kind === kind)?.part;
  const listed: { name: string; isVisible: boolean; id: string }[] = [];
  let counts1904 = false;
  const handler: XmlHandler = {
    open(name, attributes) {
      if (name === "workbookPr") counts1904 = isTrue(attributes["date1904"]);
      if (name !== "sheet") return;
      const state = attributes["state"] ?? "visible";
      listed.push({ name: attributes["name"] ?? "", isVisible: state === "visible", id: relationshipId(attributes) });
    },
  };
  await parseWholeXml(archive.read(part, budget), handler, { path: archive.path, name: part });
  const sheets = listed.flatMap(({ name, isVisible, id }) => {
    const target = relationships.find((relationship) => relationship.id === id && relationship.kind === "worksheet");
    return target === undefined ? [] : [{ name, isVisible, part: target.part }];
  });
  return { sheets, counts1904, sharedStringsPart: partOf("sharedStrings"), stylesPart: partOf("styles") };
}

async function findWorkbookPart(archive: ZipArchive, budget: ExpansionBudget): Promise<string> {
  const relationships = await readRelationships(archive, "", budget);
  const named = relationships.find(({ kind }) => kind === "officeDocument")?.part;
  const part = named !== undefined && archive.has(named) ? named : "xl/workbook.xml";
  if (/\.bin$/i.test(part) || archive.has("xl/workbook.bin"))
    throw notAWorkbook(archive.path, "a binary workbook (.xlsb)");
  if (!archive.has(part)) {
    const isOpenDocument = archive.has("content.xml") && archive.has("mimetype");
    throw notAWorkbook(archive.path, isOpenDocument ? "an OpenDocument file" : "a zip file without a workbook");
  }
  return part;
}

async function readRelationships(archive: ZipArchive, part: string, budget: ExpansionBudget): Promise<Relationship[]> {
  const folder = posix.dirname(part) === "." ? "" : posix.dirname(part);
  const name = posix.join(folder, "_rels", `${posix.basename(part)}.rels`);
  if (!archive.has(name)) return [];
  const relationships: Relationship[] = [];
  const handler: XmlHandler = {
    open(element, attributes) {
      const target = attributes["Target"];
      if (element !== "Relationship" || target === undefined || attributes["TargetMode"] === "External") return;
      relationships.push({
        id: attributes["Id"] ?? "",
        kind: posix.basename(attributes["Type"] ?? ""),
        part: target.startsWith("/") ? posix.normalize(target.slice(1)) : posix.join(folder, target),
      });
    },
  };
  await parseWholeXml(archive.read(name, budget), handler, { path: archive.path, name });
  return relationships;
}

/** The sheet's relationship is `id` in a namespace whose prefix each program chooses. */
function relationshipId(attributes: Readonly<Record<string, string>>): string {
  const name = Object.keys(attributes).find((attribute) => attribute.endsWith(":id"));
  return name === undefined ? "" : attributes[name]!;
}

function isTrue(value: string | undefined): boolean {
  return value === "1" || value === "true" || value === "on";
}

function notAWorkbook(path: string, what: string): ReconError {
  const message = `${path} is ${what}, not an XLSX workbook. Open it in a spreadsheet program and save it as .xlsx.`;
  return new ReconError("INPUT_FORMAT", message, { at: { file: path } });
}
