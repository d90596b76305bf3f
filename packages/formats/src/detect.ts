/** What kind of file a source is, told by its content; its name decides only where the content cannot. */
import { ReconError, type SourceOptions } from "@recon/core";
import { createChunkDecoder } from "./csv/chunk-decoder.ts";
import { detectDialect } from "./detect/csv-dialect.ts";
import { jsonShape } from "./detect/json-shape.ts";
import { knownBinaryKind, type KnownKind, foreignTextKind } from "./detect/known-binary.ts";
import { emptyFault, type Sample, takeSample } from "./detect/sample.ts";
import {
  type DetectedEncoding,
  eightBitEncoding,
  isBinary,
  markedEncoding,
  unmarkedUtf16,
} from "./detect/text-encoding.ts";
import { checkIsXlsx } from "./detect/zip-content.ts";
import type { ResolvedSource, SourceFormat, SourceSpec } from "./source.ts";

/**
 * Resolves how a file is to be read: what the plan says, and the rest from the content of the file.
 * Throws `INPUT_MISSING`, `INPUT_IS_FOLDER`, `INPUT_UNREADABLE`, `INPUT_EMPTY`, `INPUT_TRUNCATED` (damaged gzip or zip),
 * `INPUT_BINARY` (no text and no format we read, even where the plan calls it text) and `INPUT_FORMAT` (readable, but not
 * what the plan says, or markup or a bank's own format).
 */
export async function detectSource(path: string, spec: SourceSpec = {}): Promise<ResolvedSource> {
  const sample = await takeSample(path);
  const container = await detectContainer(path, sample, spec);
  return container ?? detectText(path, sample, spec);
}

async function detectContainer(path: string, sample: Sample, spec: SourceSpec): Promise<ResolvedSource | undefined> {
  const format = containerFormat(sample);
  if (format === undefined) {
    if (spec.format === "xlsx" || spec.format === "parquet") throw notAsCalled(path, spec.format);
    return undefined;
  }
  if (spec.format !== undefined && spec.format !== format) throw binaryFault(path, containerKind(format));
  if (sample.compression === "gzip") {
    throw binaryFault(path, { what: `a gzip file with ${containerKind(format).what} in it`, remedy: "unpack it" });
  }
  if (format === "xlsx") await checkIsXlsx(path);
  return { format, compression: "none", options: { ...spec.options }, bom: false };
}

function containerFormat({ head, tail, compression }: Sample): "xlsx" | "parquet" | undefined {
  const start = head.toString("latin1", 0, 4);
  if (["PK\x03\x04", "PK\x05\x06", "PK\x07\x08"].includes(start)) return "xlsx";
  if (start !== "PAR1") return undefined;
  // A CSV header may start with these letters too; Parquet ends with them, unless it is cut off.
  const isMarked = compression === "none" && tail.toString("latin1").endsWith("PAR1");
  return isMarked || head.subarray(0, 64).some((byte) => byte < 0x09) ? "parquet" : undefined;
}

function containerKind(format: "xlsx" | "parquet"): KnownKind {
  return format === "xlsx"
    ? { what: "a zip file or XLSX workbook", remedy: "leave `format` out, or say `xlsx`" }
    : { what: "a Parquet file", remedy: "leave `format` out, or say `parquet`" };
}

function detectText(path: string, sample: Sample, spec: SourceSpec): ResolvedSource {
  const { encoding, bom } = detectEncoding(path, sample, spec.options);
  const text = decodeHead(sample, { encoding, bom });
  if (encoding.startsWith("utf-16") && isBinary(Buffer.from(text))) throw binaryFault(path, unknownBinary);
  if (text === "" && bom) throw emptyFault(path, "holds nothing but a byte-order mark");
  const format = spec.format ?? jsonShape(text, path);
  const base = { compression: sample.compression, bom };
  if (format === "json" || format === "ndjson") {
    return { ...base, format, options: { ...spec.options, encoding } };
  }
  const foreign = spec.format === undefined ? foreignTextKind(text) : undefined;
  if (foreign !== undefined) throw foreignFault(path, foreign);
  const options: SourceOptions = {
    headerRow: 1,
    ...spec.options,
    encoding,
    ...detectDialect({ text, isWhole: sample.isWhole }, csvOptions(spec)),
  };
  return { ...base, format: csvFormat(spec.format, options), options };
}

function csvOptions({ format, options = {} }: SourceSpec): SourceOptions {
  return format === "tsv" ? { delimiter: "\t", ...options } : options;
}

function csvFormat(said: SourceFormat | undefined, options: SourceOptions): SourceFormat {
  return said ?? (options.delimiter === "\t" ? "tsv" : "csv");
}

function detectEncoding(path: string, sample: Sample, options: SourceOptions = {}): DetectedEncoding {
  const { head } = sample;
  const kind = knownBinaryKind(head);
  if (kind !== undefined) throw binaryFault(path, kind);
  const marked = markedEncoding(head);
  const said = options.encoding;
  if (marked !== undefined && (said === undefined || said === marked.encoding)) return marked;
  if (said?.startsWith("utf-16")) return { encoding: said, bom: false };
  const utf16 = said === undefined ? unmarkedUtf16(head) : undefined;
  if (utf16 !== undefined) return { encoding: utf16, bom: false };
  if (isBinary(head)) throw binaryFault(path, unknownBinary);
  return { encoding: said ?? eightBitEncoding([head, ...sample.windows]), bom: false };
}

function decodeHead({ head, isWhole }: Sample, { encoding, bom }: DetectedEncoding): string {
  const decoder = createChunkDecoder(encoding);
  const text = decoder.write(head.subarray(bom ? (encoding === "utf-8" ? 3 : 2) : 0));
  return isWhole ? text + decoder.end() : text;
}

const unknownBinary: KnownKind = {
  what: "a binary file of a kind we do not know",
  remedy: "name a CSV, XLSX, JSON or Parquet file",
};

function binaryFault(path: string, { what, remedy }: KnownKind): ReconError {
  return new ReconError("INPUT_BINARY", `${path} is ${what}, not a table: ${remedy}.`, { at: { file: path } });
}

function foreignFault(path: string, { what, remedy }: KnownKind): ReconError {
  return new ReconError("INPUT_FORMAT", `${path} is ${what}, not a table: ${remedy}.`, { at: { file: path } });
}

function notAsCalled(path: string, format: "xlsx" | "parquet"): ReconError {
  const message = `${path} is not ${format === "xlsx" ? "an XLSX workbook" : "a Parquet file"}, as the plan says: leave \`format\` out to have it detected.`;
  return new ReconError("INPUT_FORMAT", message, { at: { file: path } });
}
