import { open, type FileHandle } from "node:fs/promises";
import { CorruptPage } from "./rle-hybrid.ts";

/** Range reads of one open file. */
export class ParquetBytes {
  readonly path: string;
  readonly sizeBytes: number;
  readonly #handle: FileHandle;

  private constructor(path: string, sizeBytes: number, handle: FileHandle) {
    this.path = path;
    this.sizeBytes = sizeBytes;
    this.#handle = handle;
  }

  static async open(path: string): Promise<ParquetBytes> {
    const handle = await open(path, "r");
    return new ParquetBytes(path, (await handle.stat()).size, handle);
  }

  /** Exactly these bytes, in memory of their own: typed arrays over a page must not share Node's small-buffer pool. */
  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await this.#handle.read(bytes, filled, length - filled, offset + filled);
      if (bytesRead === 0) throw new CorruptPage("the file ends early");
      filled += bytesRead;
    }
    return bytes;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
