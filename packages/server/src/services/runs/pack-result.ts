import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { pack } from "tar-stream";
import { Problem, type RunId } from "@recon/api";
import { resultFiles } from "@recon/core";
import type { AppContext } from "../../app-context.ts";
import { resultFolder, safeFileName } from "../../jobs/data-folders.ts";
import { findResult } from "./find-run.ts";

/** Parquet is compressed already. */
const COMPRESSION_LEVEL = 1;
const SHORT_ID_LENGTH = 8;

/** A result set as a tar.gz of one folder. All its files are opened first: removed meanwhile, they are still read to their ends. */
export async function packResult({ store, config }: Pick<AppContext, "store" | "config">, id: RunId) {
  const run = await findResult(store, id);
  const name = `${safeFileName(run.reconciliation_name)}-${run.id.slice(-SHORT_ID_LENGTH)}.result`;
  const files = await openFiles(resultFolder(config.dataDir, run.result_folder));
  const archive = pack();
  const stream = archive.pipe(createGzip({ level: COMPRESSION_LEVEL }));
  void writeEntries(archive, files, name).then(
    () => archive.finalize(),
    (error: Error) => stream.destroy(error),
  );
  // Whoever reads the archive may go away.
  stream.once("close", () => archive.destroy());
  return { stream: stream as Readable, contentType: "application/gzip", fileName: `${name}.tar.gz` };
}

type OpenFile = Awaited<ReturnType<typeof openFiles>>[number];

async function openFiles(folder: string) {
  const files = [];
  try {
    for (const name of resultFiles) {
      const handle = await open(join(folder, name));
      files.push({ name, handle, size: (await handle.stat()).size });
    }
    return files;
  } catch (cause) {
    await Promise.all(files.map(({ handle }) => handle.close()));
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
    throw new Problem("RESULT_GONE", "A file of the result set is missing.", { cause });
  }
}

async function writeEntries(
  archive: ReturnType<typeof pack>,
  files: readonly OpenFile[],
  folder: string,
): Promise<void> {
  try {
    for (const { name, handle, size } of files) {
      const entry = archive.entry({ name: `${folder}/${name}`, size });
      await pipeline(handle.createReadStream({ autoClose: false }), entry);
    }
  } finally {
    await Promise.all(files.map(({ handle }) => handle.close()));
  }
}
