import { extract, pack } from "tar-stream";

export interface ArchiveEntry {
  readonly name: string;
  readonly content: Buffer | undefined;
  readonly mode: number;
  readonly folder?: boolean;
  readonly uid?: number;
  readonly gid?: number;
}

/** Packs entries into a tar archive. */
export async function packArchive(entries: readonly ArchiveEntry[]): Promise<Buffer> {
  const archive = pack();
  const chunks: Buffer[] = [];
  archive.on("data", (chunk: unknown) => void chunks.push(chunk as Buffer));
  const ended = new Promise<void>((resolve, reject) => {
    archive.on("end", resolve);
    archive.on("error", reject);
  });
  for (const { name, content, mode, folder, uid = 0, gid = 0 } of entries) {
    const type = folder === true ? "directory" : "file";
    archive.entry(
      { name, mode, uid, gid, type, mtime: new Date() },
      folder === true ? "" : (content ?? Buffer.alloc(0)),
    );
  }
  archive.finalize();
  await ended;
  return Buffer.concat(chunks);
}

/** Reads the regular files of a tar archive. */
export async function unpackArchive(body: Buffer): Promise<ArchiveEntry[]> {
  const reader = extract();
  const entries: ArchiveEntry[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    reader.on("entry", (header, stream, next) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: unknown) => void chunks.push(chunk as Buffer));
      stream.on("end", () => {
        const folder = header.type === "directory";
        entries.push({
          name: header.name,
          content: folder ? undefined : Buffer.concat(chunks),
          mode: header.mode ?? 0,
          folder,
          uid: header.uid ?? 0,
          gid: header.gid ?? 0,
        });
        next();
      });
      stream.resume();
    });
    reader.on("finish", resolve);
    reader.on("error", reject);
  });
  reader.end(body);
  await ended;
  return entries;
}
