/** Opens a Parquet file of a result set: footer by hyparquet, column chunks one row group at a time. */
import { constants, open, type FileHandle } from "node:fs/promises";
import { parquetMetadata, parquetSchema, type FileMetaData, type SchemaTree } from "hyparquet";
import { ParquetFault } from "./parquet-fault.ts";
import { readColumnChunk, type LeafColumn } from "./read-column-chunk.ts";
import type { Vector } from "./vector.ts";

const MAX_FOOTER_BYTES = 256 * 2 ** 20;
const MAX_ROWS_IN_GROUP = 2 ** 24;
const MAX_ROWS = 2 ** 30;

export class ParquetFile {
  readonly rowCount: number;
  readonly groupRows: readonly number[];
  readonly leaves: ReadonlyMap<string, LeafColumn>;
  /** Top-level column names in order; a struct counts once. */
  readonly columnNames: readonly string[];
  readonly keyValues: ReadonlyMap<string, string>;
  readonly #file: FileHandle;
  readonly #metadata: FileMetaData;
  readonly #sizeBytes: number;

  private constructor(file: FileHandle, metadata: FileMetaData, sizeBytes: number) {
    this.#file = file;
    this.#metadata = metadata;
    this.#sizeBytes = sizeBytes;
    this.groupRows = metadata.row_groups.map((group) => Number(group.num_rows));
    this.rowCount = this.groupRows.reduce((sum, rows) => sum + rows, 0);
    if (this.groupRows.some((rows) => !(rows >= 0 && rows <= MAX_ROWS_IN_GROUP)) || this.rowCount > MAX_ROWS) {
      throw new ParquetFault("more rows than a result set's file holds");
    }
    if (this.rowCount !== Number(metadata.num_rows))
      throw new ParquetFault("row groups do not add up to the row count");
    const tree = parquetSchema(metadata);
    this.columnNames = tree.children.map((child) => child.element.name);
    this.leaves = new Map(collectLeaves(tree).map((leaf) => [leaf.name, leaf]));
    this.keyValues = new Map((metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? ""]));
  }

  static async open(path: string): Promise<ParquetFile> {
    // Without O_NONBLOCK a FIFO of that name would block for ever.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const { size } = await file.stat();
      return new ParquetFile(file, await readFooter(file, size), size);
    } catch (cause) {
      await file.close();
      throw cause instanceof ParquetFault ? cause : new ParquetFault(messageOf(cause), { cause });
    }
  }

  async readColumn(group: number, name: string): Promise<Vector> {
    const leaf = this.leaves.get(name);
    const meta = leaf && this.#metadata.row_groups[group]?.columns[leaf.index]?.meta_data;
    if (!leaf || !meta) throw new ParquetFault(`column ${name} is missing`);
    if (columnPath(meta.path_in_schema) !== leaf.name) throw new ParquetFault(`column ${name} is not in its place`);
    const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
    const length = Number(meta.total_compressed_size);
    if (!(start >= 4 && length >= 0 && start + length <= this.#sizeBytes)) {
      throw new ParquetFault(`column ${name} lies outside the file`);
    }
    const view = await readRange(this.#file, start, length);
    try {
      return readColumnChunk({ leaf, meta, view }, this.groupRows[group]!);
    } catch (cause) {
      throw cause instanceof ParquetFault ? cause : new ParquetFault(`${name}: ${messageOf(cause)}`, { cause });
    }
  }

  async readColumns(group: number, names: readonly string[]): Promise<Map<string, Vector>> {
    const vectors = new Map<string, Vector>();
    for (const name of names) vectors.set(name, await this.readColumn(group, name));
    return vectors;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

async function readFooter(file: FileHandle, sizeBytes: number): Promise<FileMetaData> {
  if (sizeBytes < 12) throw new ParquetFault("the file is too short to be Parquet");
  const tail = await readRange(file, sizeBytes - 8, 8);
  const length = tail.getUint32(0, true);
  if (tail.getUint32(4, true) !== 0x31524150) throw new ParquetFault("the file does not end as Parquet does");
  if (length > sizeBytes - 12 || length > MAX_FOOTER_BYTES)
    throw new ParquetFault("the footer is larger than the file");
  const footer = await readRange(file, sizeBytes - 8 - length, length + 8);
  return parquetMetadata(footer.buffer, { geoparquet: false });
}

async function readRange(file: FileHandle, position: number, length: number): Promise<DataView<ArrayBuffer>> {
  const buffer = new ArrayBuffer(length);
  const bytes = new Uint8Array(buffer);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, position + done);
    if (bytesRead === 0) throw new ParquetFault("the file ends early");
    done += bytesRead;
  }
  return new DataView(buffer);
}

function collectLeaves(root: SchemaTree): LeafColumn[] {
  const leaves: LeafColumn[] = [];
  const visit = (path: SchemaTree[]) => {
    const node = path.at(-1)!;
    if (path.length > 8) throw new ParquetFault("columns nested too deeply");
    if (node.element.repetition_type === "REPEATED") throw new ParquetFault("a result set has no repeated columns");
    if (node.children.length > 0) return node.children.forEach((child) => visit([...path, child]));
    const maxLevel = path.slice(1).filter((step) => step.element.repetition_type === "OPTIONAL").length;
    leaves.push({
      name: columnPath(node.path),
      index: leaves.length,
      element: node.element,
      schemaPath: path,
      maxLevel,
    });
  };
  root.children.forEach((child) => visit([root, child]));
  return leaves;
}

/** A leaf's name. A column may hold a full stop in its own name, so struct fields are told apart by NUL. */
export function columnPath(path: readonly string[]): string {
  return path.join("\0");
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
