import type { IncomingHttpHeaders } from "node:http";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy } from "@fastify/busboy";
import { Problem } from "@recon/api";

export interface SentFile {
  /** As the form names it. */
  readonly fileName: string | undefined;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** The one file of a body: the body itself, or the first file of a form. The bytes end only when the form was whole. */
export async function sentFile(headers: IncomingHttpHeaders, body: AsyncIterable<Uint8Array>): Promise<SentFile> {
  const contentType = headers["content-type"] ?? "";
  if (!/^multipart\/form-data\b/i.test(contentType)) return { fileName: undefined, bytes: body };
  return fileOfForm(contentType, body);
}

function fileOfForm(contentType: string, body: AsyncIterable<Uint8Array>): Promise<SentFile> {
  return new Promise((resolve, reject) => {
    const form = startForm(contentType);
    let isFound = false;
    // Errors of the form reach whoever reads the file; before there is one, the caller.
    const parsed = pipeline(Readable.from(body), form);
    form.on("file", (_field, file, fileName) => {
      if (isFound) return void file.resume();
      isFound = true;
      resolve({
        fileName: fileName === "" ? undefined : fileName,
        bytes: wholeFile(file.pipe(new PassThrough()), parsed),
      });
    });
    parsed.then(
      () => (isFound ? undefined : reject(new Problem("INPUT_INVALID", "The form holds no file."))),
      (error: Error) => reject(malformed(error)),
    );
  });
}

function startForm(contentType: string) {
  try {
    return new Busboy({
      headers: { "content-type": contentType },
      limits: { files: 1, fields: 20, fieldSize: 10_000 },
    });
  } catch (error) {
    throw malformed(error as Error);
  }
}

async function* wholeFile(file: AsyncIterable<Uint8Array>, parsed: Promise<void>): AsyncGenerator<Uint8Array> {
  yield* file;
  await parsed.catch((error: Error) => {
    throw malformed(error);
  });
}

const malformed = (error: Error): Problem =>
  new Problem("INPUT_INVALID", `The form cannot be read: ${error.message}.`, { cause: error });
