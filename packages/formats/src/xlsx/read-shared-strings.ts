import { ReconError } from "@recon/core";
import type { ExpansionBudget } from "../expansion-budget.ts";
import { parseWholeXml, type XmlHandler } from "./parse-xml.ts";
import { RichText } from "./rich-text.ts";
import { StringPool } from "./string-pool.ts";
import type { ZipArchive } from "./zip-archive.ts";

/** Shared strings stay in memory while the file is open. */
const maxPoolBytes = 1 << 30;
const maxStrings = 1 << 26;

/** Reads the table of texts that cells point into. Throws `LIMIT_SIZE` beyond 1 GiB of text. */
export async function readSharedStrings(
  archive: ZipArchive,
  part: string | undefined,
  budget: ExpansionBudget,
): Promise<StringPool> {
  const pool = new StringPool();
  if (part === undefined || !archive.has(part)) return pool;
  const text = new RichText();
  const handler: XmlHandler = {
    open: (name) => text.open(name),
    text: (piece) => text.add(piece),
    close(name) {
      text.close(name);
      if (name !== "si") return;
      pool.add(text.take());
      if (pool.sizeBytes > maxPoolBytes || pool.count > maxStrings) throw tooLarge(archive.path);
    },
  };
  await parseWholeXml(archive.read(part, budget), handler, { path: archive.path, name: part });
  return pool;
}

function tooLarge(path: string): ReconError {
  const message = `${path} holds more than ${maxPoolBytes} bytes of different texts. Split it, or export it as CSV.`;
  return new ReconError("LIMIT_SIZE", message, { at: { file: path } });
}
