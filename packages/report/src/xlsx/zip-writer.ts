/** A ZIP archive (APPNOTE.TXT 6.3.3) written entry by entry, in constant memory. */
import { promisify } from "node:util";
import { constants, crc32, deflateRaw } from "node:zlib";
import { ReconError } from "@recon/core";
import type { OutputFile } from "../output/output-file.ts";

const deflate = promisify<Uint8Array, { level: number; finishFlush: number }, Buffer>(deflateRaw);

const BLOCK_CHARACTERS = 1 << 19;
const MAX_SIZE_BYTES = 0xffff_ffff;
/** 1 January 1980, so that equal results give equal files. */
const DOS_DATE = 0x0021;

interface Entry {
  readonly name: Buffer;
  readonly offset: number;
  crc: number;
  sizeBytes: number;
  packedBytes: number;
}

export class ZipWriter {
  readonly #file: OutputFile;
  readonly #entries: Entry[] = [];

  constructor(file: OutputFile) {
    this.#file = file;
  }

  /** Adds one entry; `produce` writes its text. Sizes and checksum go into the local header afterwards, which every reader understands. */
  async entry(name: string, produce: (text: EntryText) => Promise<void>): Promise<void> {
    const entry: Entry = { name: Buffer.from(name), offset: this.#file.position, crc: 0, sizeBytes: 0, packedBytes: 0 };
    await this.#file.append(localHeader(entry));
    const text = new EntryText(this.#file, entry);
    await produce(text);
    await text.finish();
    if (this.#file.position > MAX_SIZE_BYTES)
      throw new ReconError("LIMIT_SIZE", "the workbook grows beyond 4 GiB; export fewer rows a sheet, or to .json");
    await this.#file.overwrite(localHeader(entry), entry.offset);
    this.#entries.push(entry);
  }

  async finish(): Promise<void> {
    const start = this.#file.position;
    for (const entry of this.#entries) await this.#file.append(centralHeader(entry));
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x0605_4b50, 0);
    end.writeUInt16LE(this.#entries.length, 8);
    end.writeUInt16LE(this.#entries.length, 10);
    end.writeUInt32LE(this.#file.position - start, 12);
    end.writeUInt32LE(start, 16);
    await this.#file.append(end);
  }
}

/** Takes the text of an entry and packs it block by block. */
export class EntryText {
  readonly #file: OutputFile;
  readonly #entry: Entry;
  #pending: string[] = [];
  #pendingLength = 0;

  constructor(file: OutputFile, entry: Entry) {
    this.#file = file;
    this.#entry = entry;
  }

  /** Bytes taken so far, before packing. */
  get sizeBytes(): number {
    return this.#entry.sizeBytes + this.#pendingLength;
  }

  async write(text: string): Promise<void> {
    this.#pending.push(text);
    this.#pendingLength += text.length;
    if (this.#pendingLength >= BLOCK_CHARACTERS) await this.#pack(constants.Z_SYNC_FLUSH);
  }

  async finish(): Promise<void> {
    await this.#pack(constants.Z_FINISH);
  }

  /** Blocks end on whole bytes (sync flush), so that their packed forms one after the other are one stream. */
  async #pack(finishFlush: number): Promise<void> {
    const bytes = Buffer.from(this.#pending.join(""));
    this.#pending = [];
    this.#pendingLength = 0;
    const packed = await deflate(bytes, { level: 5, finishFlush });
    this.#entry.crc = crc32(bytes, this.#entry.crc);
    this.#entry.sizeBytes += bytes.length;
    this.#entry.packedBytes += packed.length;
    await this.#file.append(packed);
  }
}

function localHeader({ name, crc, sizeBytes, packedBytes }: Entry): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x0403_4b50, 0);
  writeCommon(header, 4, { name, crc, sizeBytes, packedBytes });
  return Buffer.concat([header, name]);
}

function centralHeader({ name, offset, crc, sizeBytes, packedBytes }: Entry): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x0201_4b50, 0);
  header.writeUInt16LE(20, 4);
  writeCommon(header, 6, { name, crc, sizeBytes, packedBytes });
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, name]);
}

/** Version, UTF-8 names, deflate, date, checksum, sizes and name length, which both headers hold in this order. */
function writeCommon(header: Buffer, at: number, { name, crc, sizeBytes, packedBytes }: Omit<Entry, "offset">): void {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(0x0800, at + 2);
  header.writeUInt16LE(8, at + 4);
  header.writeUInt16LE(DOS_DATE, at + 8);
  header.writeUInt32LE(crc, at + 10);
  header.writeUInt32LE(packedBytes, at + 14);
  header.writeUInt32LE(sizeBytes, at + 18);
  header.writeUInt16LE(name.length, at + 22);
}
