import { ReconError } from "@recon/core";
import { parquetMetadata, type FileMetaData } from "hyparquet";
import { columnNodes, leavesOf, type Node } from "./column-schema.ts";
import type { ParquetBytes } from "./parquet-bytes.ts";
import { CorruptPage } from "./rle-hybrid.ts";

/** What a file's footer says about its columns and row groups. */
export interface Footer {
  readonly metadata: FileMetaData;
  readonly columns: readonly Node[];
}

const magicBytes = 4;
const tailBytes = 8;

/** Reads and checks the footer. Throws `INPUT_UNREADABLE` where the file is encrypted. */
export async function readFooter(bytes: ParquetBytes): Promise<Footer> {
  if (bytes.sizeBytes < magicBytes + tailBytes) throw new CorruptPage("the file is too short");
  const head = asciiText(await bytes.read(0, magicBytes));
  const tail = await bytes.read(bytes.sizeBytes - tailBytes, tailBytes);
  const foot = asciiText(tail.subarray(4));
  if (head === "PARE" || foot === "PARE") throw encrypted(bytes.path);
  if (head !== "PAR1") throw new CorruptPage("it does not begin with PAR1");
  if (foot !== "PAR1") throw new CorruptPage("it does not end with PAR1");
  const length = new DataView(tail.buffer).getUint32(0, true) + tailBytes;
  if (length > bytes.sizeBytes - magicBytes) throw new CorruptPage("its footer would be larger than the file");
  const footer = await bytes.read(bytes.sizeBytes - length, length);
  const metadata = parquetMetadata(footer, { geoparquet: false });
  const columns = columnNodes(metadata, bytes.path);
  checkRowGroups(metadata, columns, bytes.path);
  return { metadata, columns };
}

function checkRowGroups(metadata: FileMetaData, columns: readonly Node[], path: string): void {
  const leaves = columns.flatMap(leavesOf);
  let rows = 0n;
  for (const group of metadata.row_groups) {
    rows += group.num_rows;
    if (group.num_rows < 0n || group.columns.length !== leaves.length)
      throw new CorruptPage("a row group lacks columns");
    for (const leaf of leaves) {
      const chunk = group.columns[leaf.index]!;
      // A column may be encrypted under a readable footer: then its metadata may be missing or unreadable.
      if (chunk.crypto_metadata !== undefined || chunk.encrypted_column_metadata !== undefined) throw encrypted(path);
      if (chunk.file_path) throw elsewhere(path, chunk.file_path);
      const about = chunk.meta_data;
      const isThisLeaf =
        about?.path_in_schema.length === leaf.path.length &&
        about.path_in_schema.every((part, at) => part === leaf.path[at]);
      if (!isThisLeaf || about.type !== leaf.element.type)
        throw new CorruptPage("a row group's columns are not the schema's");
    }
  }
  if (rows !== metadata.num_rows) throw new CorruptPage("its row groups do not add up to its rows");
}

function encrypted(path: string): ReconError {
  const message = `${path} is an encrypted Parquet file. Write it again without encryption.`;
  return new ReconError("INPUT_UNREADABLE", message, { at: { file: path } });
}

function elsewhere(path: string, other: string): ReconError {
  const message = `${path} only points at values in ${JSON.stringify(other)}. Name the files that hold the rows.`;
  return new ReconError("INPUT_FORMAT", message, { at: { file: path } });
}

function asciiText(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
