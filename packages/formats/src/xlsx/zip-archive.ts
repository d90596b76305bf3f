import { stat } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { ReconError } from "@recon/core";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import { readFault } from "../read-fault.ts";
import type { ExpansionBudget } from "../expansion-budget.ts";

const maxEntries = 65_536;

/** A zip file's entries by name in lower case (part names of a workbook do not distinguish case). */
export class ZipArchive {
  readonly path: string;
  readonly sizeBytes: number;
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(path: string, sizeBytes: number, zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.path = path;
    this.sizeBytes = sizeBytes;
    this.#zip = zip;
    this.#entries = entries;
  }

  /** Opens the file and reads its directory. Throws `INPUT_TRUNCATED` where there is none. */
  static async open(path: string): Promise<ZipArchive> {
    try {
      const { size } = await stat(path);
      // Sizes are checked here, against what really comes out, not by the library against what the file claims.
      const zip = await openPromise(path, { lazyEntries: true, autoClose: false, validateEntrySizes: false });
      try {
        return new ZipArchive(path, size, zip, await readDirectory(path, zip));
      } catch (error) {
        zip.close();
        throw error;
      }
    } catch (error) {
      throw zipFault(path, error);
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase());
  }

  /** The expanded bytes of an entry, which must be there; counted, and checked against its checksum at the end. */
  async *read(name: string, budget: ExpansionBudget): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name.toLowerCase());
    if (entry === undefined) throw this.#damaged(`it lacks the part ${name}`);
    if (entry.isEncrypted()) throw encrypted(this.path);
    try {
      const stream = await this.#zip.openReadStreamPromise(entry);
      let checksum = 0;
      let sizeBytes = 0;
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        budget.spend(chunk.length, this.sizeBytes);
        checksum = crc32(chunk, checksum);
        sizeBytes += chunk.length;
        yield chunk;
      }
      if (checksum !== entry.crc32 || sizeBytes !== entry.uncompressedSize) {
        throw this.#damaged(`the part ${name} differs from its checksum`);
      }
    } catch (error) {
      throw zipFault(this.path, error);
    }
  }

  close(): void {
    this.#zip.close();
  }

  #damaged(what: string): ReconError {
    return damaged(this.path, what);
  }
}

async function readDirectory(path: string, zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName.toLowerCase();
    if (entries.has(name)) throw damaged(path, `it holds the part ${entry.fileName} twice`);
    entries.set(name, entry);
    if (entries.size > maxEntries) {
      const message = `${path} holds more than ${maxEntries} parts, as no workbook does. Check where it comes from.`;
      throw new ReconError("LIMIT_SIZE", message, { at: { file: path } });
    }
  }
  return entries;
}

function zipFault(path: string, error: unknown): ReconError {
  if (error instanceof ReconError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && "syscall" in error) return readFault(error, path);
  if (/encrypt/i.test(detail)) return encrypted(path, error);
  if (/unsupported compression method/.test(detail)) {
    const message = `${path} is compressed in a way that spreadsheet programs do not use (${detail}). Open it and save it anew.`;
    return new ReconError("INPUT_FORMAT", message, { at: { file: path }, cause: error });
  }
  return damaged(path, detail, error);
}

function damaged(path: string, what: string, cause?: unknown): ReconError {
  const message = `${path} is no whole workbook: ${what}. It is cut off or damaged: copy or export it again.`;
  return new ReconError("INPUT_TRUNCATED", message, { at: { file: path }, cause });
}

/** `INPUT_UNREADABLE` for a workbook behind a password. */
export function encrypted(path: string, cause?: unknown): ReconError {
  const message = `${path} is protected by a password. Open it and save it without one.`;
  return new ReconError("INPUT_UNREADABLE", message, { at: { file: path }, cause });
}
