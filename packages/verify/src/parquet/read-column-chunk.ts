/** A column chunk's bytes to one vector: pages, levels, dictionary; every size is checked before it is believed. */
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import type { ColumnMetaData, Compressors, PageHeader, SchemaElement, SchemaTree } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { parquetHeader } from "hyparquet/src/column.js";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { decompressPage, readDataPage, readDataPageV2 } from "hyparquet/src/datapage.js";
import { readLevelRuns } from "./level-runs.ts";
import { fromDecoded, pickValues, readPlainValues, type PageValues } from "./page-values.ts";
import { ParquetFault } from "./parquet-fault.ts";
import { VectorBuilder } from "./vector-builder.ts";
import type { Vector } from "./vector.ts";

const MAX_PAGE_BYTES = 2 ** 30;

/** The platform's own decompressors stop at the promised size; a page that expands beyond it is a fault, not memory. */
const boundedCompressors: Compressors = {
  ...compressors,
  ZSTD: (input, size) => new Uint8Array(zstdDecompressSync(input, { maxOutputLength: Math.max(size, 1) })),
  GZIP: (input, size) => new Uint8Array(gunzipSync(input, { maxOutputLength: Math.max(size, 1) })),
};

export interface LeafColumn {
  /** `row_id`, or the steps joined by NUL for a field of a struct. */
  readonly name: string;
  readonly index: number;
  readonly element: SchemaElement;
  readonly schemaPath: SchemaTree[];
  /** Highest definition level: how many optional nodes lie on the path. */
  readonly maxLevel: number;
}

interface Chunk {
  readonly leaf: LeafColumn;
  readonly meta: ColumnMetaData;
  readonly view: DataView<ArrayBuffer>;
}

export function readColumnChunk(chunk: Chunk, rowCount: number): Vector {
  const reader = { view: chunk.view, offset: 0 };
  const builder = new VectorBuilder(rowCount, chunk.leaf.maxLevel);
  let dictionary: PageValues | undefined;
  while (builder.filled < rowCount) {
    if (reader.offset >= chunk.view.byteLength) throw new ParquetFault(`${chunk.leaf.name}: fewer values than rows`);
    const header = parquetHeader(reader);
    const size = header.compressed_page_size;
    if (!(size >= 0) || reader.offset + size > chunk.view.byteLength || !(header.uncompressed_page_size >= 0)) {
      throw new ParquetFault(`${chunk.leaf.name}: page outside its column`);
    }
    if (header.uncompressed_page_size > MAX_PAGE_BYTES) throw new ParquetFault(`${chunk.leaf.name}: oversized page`);
    const bytes = new Uint8Array(chunk.view.buffer, chunk.view.byteOffset + reader.offset, size);
    reader.offset += size;
    if (header.type === "DICTIONARY_PAGE") dictionary = readDictionary(chunk, header, bytes);
    else builder.add(...readPage(chunk, { header, bytes, dictionary }, rowCount - builder.filled));
  }
  return builder.finish();
}

function readDictionary({ leaf, meta }: Chunk, header: PageHeader, bytes: Uint8Array): PageValues {
  const page = decompressPage(bytes, header.uncompressed_page_size, meta.codec, boundedCompressors);
  const count = header.dictionary_page_header?.num_values ?? 0;
  if (count < 0 || count > page.length) throw new ParquetFault(`${leaf.name}: dictionary of impossible size`);
  return readPlainValues({ bytes: page, start: 0, count, type: meta.type, fixedLength: leaf.element.type_length });
}

interface Page {
  readonly header: PageHeader;
  readonly bytes: Uint8Array;
  readonly dictionary: PageValues | undefined;
}

function readPage(chunk: Chunk, page: Page, room: number): [Uint8Array | undefined, PageValues] {
  const { header } = page;
  const count = header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values ?? -1;
  if (count < 0 || count > room) throw new ParquetFault(`${chunk.leaf.name}: page with more values than rows`);
  return header.data_page_header ? readPageV1(chunk, page, count) : readPageV2(chunk, page, count);
}

function readPageV1(chunk: Chunk, page: Page, count: number): [Uint8Array | undefined, PageValues] {
  const { leaf, meta } = chunk;
  const header = page.header.data_page_header!;
  const bytes = decompressPage(page.bytes, page.header.uncompressed_page_size, meta.codec, boundedCompressors);
  let start = 0;
  let levels: Uint8Array | undefined;
  if (leaf.maxLevel > 0) {
    if (bytes.length < 4) throw new ParquetFault(`${leaf.name}: page without levels`);
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    start = 4 + length;
    levels = readLevels({ bytes, start: 4, end: start }, leaf, count);
  }
  const present = countPresent(levels, leaf, count);
  const input = { bytes, start, present, encoding: header.encoding };
  const decode = () => readDataPage(bytes, header, decoderOf(chunk)).dataPage;
  return [levels, readValues(chunk, input, { dictionary: page.dictionary, decode })];
}

function readPageV2(chunk: Chunk, page: Page, count: number): [Uint8Array | undefined, PageValues] {
  const { leaf, meta } = chunk;
  const header = page.header.data_page_header_v2!;
  const levelBytes = header.definition_levels_byte_length;
  if (header.repetition_levels_byte_length !== 0 || !(levelBytes >= 0) || levelBytes > page.bytes.length) {
    throw new ParquetFault(`${leaf.name}: levels outside their page`);
  }
  const levels =
    leaf.maxLevel > 0 ? readLevels({ bytes: page.bytes, start: 0, end: levelBytes }, leaf, count) : undefined;
  const present = countPresent(levels, leaf, count);
  if (count - present !== header.num_nulls) throw new ParquetFault(`${leaf.name}: NULL count of a page is wrong`);
  const body = page.bytes.subarray(levelBytes);
  const size = page.header.uncompressed_page_size - levelBytes;
  const bytes = header.is_compressed === false ? body : decompressPage(body, size, meta.codec, boundedCompressors);
  const decode = () => readDataPageV2(page.bytes, page.header, decoderOf(chunk)).dataPage;
  const input = { bytes, start: 0, present, encoding: header.encoding };
  return [levels, readValues(chunk, input, { dictionary: page.dictionary, decode })];
}

function readLevels(source: { bytes: Uint8Array; start: number; end: number }, leaf: LeafColumn, count: number) {
  const levels = new Uint8Array(count);
  readLevelRuns(source, 32 - Math.clz32(leaf.maxLevel), levels);
  return levels;
}

function countPresent(levels: Uint8Array | undefined, leaf: LeafColumn, count: number): number {
  if (levels === undefined) return count;
  let present = 0;
  for (const level of levels) {
    if (level > leaf.maxLevel) throw new ParquetFault(`${leaf.name}: level out of range`);
    if (level === leaf.maxLevel) present++;
  }
  return present;
}

function readValues(
  { leaf, meta }: Chunk,
  input: { bytes: Uint8Array; start: number; present: number; encoding: string },
  other: { dictionary: PageValues | undefined; decode: () => Parameters<typeof fromDecoded>[0] },
): PageValues {
  const { bytes, start, present: count } = input;
  if (input.encoding === "PLAIN" || count === 0) {
    const fixedLength = leaf.element.type_length;
    return readPlainValues({ bytes, start: count === 0 ? 0 : start, count, type: meta.type, fixedLength });
  }
  if (input.encoding === "RLE_DICTIONARY" || input.encoding === "PLAIN_DICTIONARY") {
    if (other.dictionary === undefined) throw new ParquetFault(`${leaf.name}: dictionary page is missing`);
    const indexes = new Int32Array(count);
    if (count > 0) readLevelRuns({ bytes, start: start + 1, end: bytes.length }, bytes[start] ?? 99, indexes);
    return pickValues(other.dictionary, indexes);
  }
  const values = fromDecoded(other.decode());
  const decoded = values.kind === "bytes" ? values.starts.length : values.values.length;
  if (decoded !== count) throw new ParquetFault(`${leaf.name}: page with another number of values than it says`);
  return values;
}

function decoderOf({ leaf, meta }: Chunk) {
  const { element, schemaPath } = leaf;
  const parsers = DEFAULT_PARSERS; // wanted by the type; values are taken before conversion
  return { ...meta, pathInSchema: meta.path_in_schema, element, schemaPath, parsers, compressors: boundedCompressors };
}
