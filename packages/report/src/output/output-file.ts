import { open, rename, rm, type FileHandle } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { ReconError } from "@recon/core";
import { keepOnExit, removeOnExit } from "@recon/duckdb";

const BUFFER_CHARACTERS = 1 << 18;

/** A file that is written from its start to its end, through a small buffer. */
export class OutputFile {
  readonly #handle: FileHandle;
  #position = 0;
  #pending: string[] = [];
  #pendingLength = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Adds text, as UTF-8; an unpaired surrogate becomes U+FFFD. */
  async write(text: string): Promise<void> {
    this.#pending.push(text);
    this.#pendingLength += text.length;
    if (this.#pendingLength >= BUFFER_CHARACTERS) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.#pending.join("");
    this.#pending = [];
    this.#pendingLength = 0;
    if (text !== "") await this.append(Buffer.from(text));
  }

  get position(): number {
    return this.#position;
  }

  async append(bytes: Uint8Array): Promise<void> {
    await this.overwrite(bytes, this.#position);
    this.#position += bytes.length;
  }

  async overwrite(bytes: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      done += (await this.#handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
    }
  }
}

/** Lets `produce` write a file beside its final place, then renames it: the file is whole or as it was before. */
export async function writeBeside(to: string, produce: (file: OutputFile) => Promise<void>): Promise<void> {
  const target = resolve(to);
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.${Date.now().toString(36)}.draft`);
  removeOnExit(draft);
  try {
    const handle = await open(draft, "wx");
    try {
      const file = new OutputFile(handle);
      await produce(file);
      await file.flush();
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw writeFault(to, error);
  } finally {
    keepOnExit(draft);
  }
}

/** What a person can mend, as an error with a remedy; anything else stays as it is. */
export function writeFault(to: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (error instanceof ReconError || typeof code !== "string") return error;
  const detail = { at: { file: to }, cause: error };
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG") {
    return new ReconError("LIMIT_DISK", `${to}: the disk is full; free space or write to a larger disk`, detail);
  }
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: "its folder does not exist",
    ENOTDIR: "its folder is a file",
    EACCES: "permission denied",
    EPERM: "permission denied",
    EROFS: "the disk is read-only",
    EISDIR: "is a folder",
    ENAMETOOLONG: "the name is too long",
  };
  const reason = reasons[code];
  return reason === undefined ? error : new ReconError("OUTPUT_REFUSED", `${to}: cannot be written: ${reason}`, detail);
}
