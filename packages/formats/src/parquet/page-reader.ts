import { crc32 } from "node:zlib";
import { ReconError } from "@recon/core";
import type { ColumnMetaData, PageHeader } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import type { ExpansionBudget } from "../expansion-budget.ts";
import type { Leaf } from "./column-schema.ts";
import { decompress } from "./decompress.ts";
import type { LeafText, TextAt } from "./leaf-format.ts";
import { readDictionary, readValues } from "./page-values.ts";
import type { ParquetBytes } from "./parquet-bytes.ts";
import { CorruptPage, readRleHybrid } from "./rle-hybrid.ts";

/** A page's entries: one for each value, NULL or empty list. */
export interface Page {
  readonly entries: number;
  /** Definition level of each entry; absent when all values are present. */
  readonly definitions: Uint8Array | undefined;
  /** Repetition level of each entry; absent when nothing repeats. */
  readonly repetitions: Uint8Array | undefined;
  /** The text of the n-th value that is present. */
  readonly textAt: TextAt;
}

/** What a page reader needs to know about its column chunk. */
export interface Chunk {
  readonly leaf: Leaf;
  readonly metadata: ColumnMetaData;
  readonly bytes: ParquetBytes;
  readonly budget: ExpansionBudget;
}

/** Entries of one page: more is no page that a writer makes. */
const maxPageEntries = 1 << 26;
const firstHeaderBytes = 1 << 12;
const maxHeaderBytes = 1 << 24;

/** Reads the pages of one column chunk, one at a time. */
export class PageReader {
  readonly #chunk: Chunk;
  readonly #end: number;
  #offset: number;
  #entriesLeft: number;
  #dictionary: readonly LeafText[] | undefined;

  constructor(chunk: Chunk) {
    const { metadata, bytes } = chunk;
    const dataOffset = Number(metadata.data_page_offset);
    const dictionaryOffset = Number(metadata.dictionary_page_offset ?? 0);
    this.#chunk = chunk;
    this.#offset = dictionaryOffset > 0 ? Math.min(dictionaryOffset, dataOffset) : dataOffset;
    this.#end = this.#offset + Number(metadata.total_compressed_size);
    this.#entriesLeft = Number(metadata.num_values);
    // Written so that a field that is missing, which reads as NaN, fails too.
    const isInside = this.#offset >= 4 && this.#end >= this.#offset && this.#end <= bytes.sizeBytes;
    if (!isInside) throw new CorruptPage("a column chunk lies outside of the file");
  }

  /** The next data page, or undefined after the last. */
  async next(): Promise<Page | undefined> {
    while (this.#entriesLeft > 0) {
      const header = await this.#readHeader();
      const body = await this.#readBody(header);
      if (header.type === "DICTIONARY_PAGE") this.#keepDictionary(header, body);
      else if (header.type === "DATA_PAGE") return this.#dataPage(header, body);
      else if (header.type === "DATA_PAGE_V2") return this.#dataPageV2(header, body);
    }
    return undefined;
  }

  /** A header's length stands nowhere, so it is parsed from a window that grows until it fits. */
  async #readHeader(): Promise<PageHeader> {
    const available = Math.min(this.#end - this.#offset, maxHeaderBytes);
    if (available <= 0) throw new CorruptPage("a column chunk ends before its values");
    for (let window = Math.min(firstHeaderBytes, available); ; window = Math.min(window * 8, available)) {
      const bytes = await this.#chunk.bytes.read(this.#offset, window);
      const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
      try {
        const header = parquetHeader(reader);
        this.#offset += reader.offset;
        return header;
      } catch (error) {
        if (window >= available) throw error;
      }
    }
  }

  async #readBody(header: PageHeader): Promise<Uint8Array> {
    const size = header.compressed_page_size;
    if (!(size >= 0) || this.#offset + size > this.#end) throw new CorruptPage("a page ends beyond its column chunk");
    if (!(header.uncompressed_page_size >= 0)) throw new CorruptPage("a page of negative size");
    const entries = header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values ?? 0;
    // A run-length page of few bytes may hold millions of entries: they count as a byte each.
    this.#chunk.budget.spend(header.uncompressed_page_size + entries, this.#chunk.bytes.sizeBytes);
    const body = await this.#chunk.bytes.read(this.#offset, size);
    this.#offset += size;
    if (header.crc !== undefined && crc32(body) !== header.crc >>> 0)
      throw new CorruptPage("a page's checksum differs");
    return body;
  }

  #decompress(body: Uint8Array, size: number): Uint8Array {
    const { codec } = this.#chunk.metadata;
    const page = decompress(codec, body, size);
    if (page === undefined) throw this.#unsupported(`compression ${codec}`);
    if (page.length !== size) throw new CorruptPage(`a page of ${page.length} bytes that should have ${size}`);
    return page;
  }

  #keepDictionary(header: PageHeader, body: Uint8Array): void {
    const page = this.#decompress(body, header.uncompressed_page_size);
    this.#dictionary = readDictionary(this.#chunk.leaf, page, header.dictionary_page_header?.num_values ?? 0);
  }

  #dataPage(header: PageHeader, body: Uint8Array): Page {
    const about = header.data_page_header;
    if (about === undefined) throw new CorruptPage("a data page without its header");
    const { maxDefinition, maxRepetition } = this.#chunk.leaf;
    const entries = this.#takeEntries(about.num_values);
    let rest = this.#decompress(body, header.uncompressed_page_size);
    const readLevels = (max: number): Uint8Array | undefined => {
      if (max === 0) return undefined;
      const length = 4 + new DataView(rest.buffer, rest.byteOffset, rest.byteLength).getUint32(0, true);
      if (length > rest.length) throw new CorruptPage("levels end beyond their page");
      const levels = decodeLevels(rest.subarray(4, length), max, entries);
      rest = rest.subarray(length);
      return levels;
    };
    const repetitions = readLevels(maxRepetition);
    const definitions = readLevels(maxDefinition);
    return this.#page({ entries, repetitions, definitions }, rest, about.encoding);
  }

  #dataPageV2(header: PageHeader, body: Uint8Array): Page {
    const about = header.data_page_header_v2;
    if (about === undefined) throw new CorruptPage("a data page without its header");
    const { maxDefinition, maxRepetition } = this.#chunk.leaf;
    const entries = this.#takeEntries(about.num_values);
    const repetitionBytes = about.repetition_levels_byte_length;
    const levelBytes = repetitionBytes + about.definition_levels_byte_length;
    if (!(repetitionBytes >= 0 && levelBytes >= repetitionBytes && levelBytes <= body.length)) {
      throw new CorruptPage("levels end beyond their page");
    }
    const repetitions = decodeLevels(body.subarray(0, repetitionBytes), maxRepetition, entries);
    const definitions = decodeLevels(body.subarray(repetitionBytes, levelBytes), maxDefinition, entries);
    const packed = body.subarray(levelBytes);
    const isPacked = about.is_compressed !== false && packed.length > 0;
    const rest = isPacked ? this.#decompress(packed, header.uncompressed_page_size - levelBytes) : packed;
    return this.#page({ entries, repetitions, definitions }, rest, about.encoding);
  }

  #takeEntries(entries: number): number {
    if (!(entries >= 0 && entries <= this.#entriesLeft)) throw new CorruptPage(`a page of ${entries} values`);
    if (entries > maxPageEntries) throw new CorruptPage(`a page of ${entries} values`);
    this.#entriesLeft -= entries;
    return entries;
  }

  #page(levels: Omit<Page, "textAt">, bytes: Uint8Array, encoding: ColumnMetaData["encodings"][number]): Page {
    const { leaf } = this.#chunk;
    const count = countPresent(levels, leaf.maxDefinition);
    const textAt = readValues(leaf, { bytes, encoding, count }, this.#dictionary);
    if (textAt === undefined) throw this.#unsupported(`encoding ${encoding}`);
    const definitions = count === levels.entries ? undefined : levels.definitions;
    return { ...levels, definitions, textAt };
  }

  #unsupported(what: string): ReconError {
    const file = this.#chunk.bytes.path;
    const column = this.#chunk.leaf.path.join(".");
    const message = `${file}: column ${column} uses the Parquet ${what}, which is not supported. Write the file again with snappy or zstd and default encodings.`;
    return new ReconError("INPUT_FORMAT", message, { at: { file } });
  }
}

function decodeLevels(bytes: Uint8Array, max: number, entries: number): Uint8Array | undefined {
  if (max === 0) return undefined;
  const levels = new Uint8Array(entries);
  readRleHybrid(bytes, 32 - Math.clz32(max), levels);
  return levels;
}

function countPresent({ entries, definitions }: Omit<Page, "textAt">, maxDefinition: number): number {
  if (definitions === undefined) return entries;
  let count = 0;
  for (let entry = 0; entry < entries; entry++) if (definitions[entry] === maxDefinition) count++;
  return count;
}
