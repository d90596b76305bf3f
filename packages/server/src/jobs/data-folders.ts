/** Where things lie below `DATA_DIR`. Rows name them; what no row names is swept away (`sweep-orphans.ts`). */
import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";

export const uploadPart = (dataDir: string, id: string): string => join(dataDir, "uploads", `${id}.part`);
export const sourcesFolder = (dataDir: string): string => join(dataDir, "sources");
export const sourceFolder = (dataDir: string, id: string): string => join(sourcesFolder(dataDir), id);
export const resultsFolder = (dataDir: string): string => join(dataDir, "results");
export const resultFolder = (dataDir: string, name: string): string => join(resultsFolder(dataDir), name);
export const worksFolder = (dataDir: string): string => join(dataDir, "work");

/** Which claim of which job a folder or file belongs to: a claim that was lost never meets the one that followed it. */
export const claimName = (subjectId: string, fence: number): string => `${subjectId}.${fence}`;

/** A file name that is one on every system and no pattern to anybody: letters, digits, and few marks. */
export function safeFileName(name: string): string {
  const base = name.normalize("NFC").replace(/^.*[\\/]/, "");
  const plain = base.replace(/[^\p{L}\p{M}\p{N} ._+()@#=,-]/gu, "_").replace(/^[ .]+|[ .]+$/g, "");
  const whole = plain === "" ? "file" : plain;
  const dot = whole.lastIndexOf(".");
  const extension = dot > 0 && whole.length - dot <= 12 ? whole.slice(dot) : "";
  const stem = extension === "" ? whole : whole.slice(0, dot);
  return cutBytes(stem, MOST_STEM_BYTES) + extension;
}

/** File systems count bytes, and other names are made from this one. */
const MOST_STEM_BYTES = 150;

function cutBytes(text: string, most: number): string {
  let cut = text;
  while (Buffer.byteLength(cut) > most) cut = [...cut].slice(0, -1).join("");
  return cut;
}

/** Brings a file or folder to the disk itself: what a row names must outlive a power cut. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The same for a flat folder with all its files; returns their size in bytes. */
export async function syncFolder(folder: string): Promise<number> {
  let sizeBytes = 0;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    await syncPath(path);
    sizeBytes += (await stat(path)).size;
  }
  await syncPath(folder);
  await syncPath(join(folder, ".."));
  return sizeBytes;
}
