import { open } from "node:fs/promises";
import { ReconError } from "@recon/core";
import { readFault } from "../read-fault.ts";
import { encrypted } from "./zip-archive.ts";

/** First bytes of the OLE container, in which old workbooks (.xls) and encrypted new ones come. */
const oleMagic = "d0cf11e0a1b11ae1";
const searchedBytes = 1 << 20;

/** Throws for the two kinds of file that are called a workbook and are no zip: encrypted ones and old ones. */
export async function checkContainer(path: string): Promise<void> {
  const start = await readStart(path).catch((error: unknown) => Promise.reject(readFault(error, path)));
  if (start.toString("hex", 0, 8) !== oleMagic) return;
  // https://learn.microsoft.com/openspecs/office_file_formats/ms-offcrypto: the stream that holds the real file.
  if (start.includes(Buffer.from("EncryptedPackage", "utf16le"))) throw encrypted(path);
  const message = `${path} is an old Excel workbook (.xls) or is encrypted. Open it and save it as .xlsx without a password.`;
  throw new ReconError("INPUT_UNREADABLE", message, { at: { file: path } });
}

async function readStart(path: string): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(searchedBytes), 0, searchedBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
