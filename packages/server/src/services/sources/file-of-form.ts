import type { IncomingHttpHeaders } from "node:http";
import { PassThrough, pipeline, Readable } from "node:stream";
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
    const file = new PassThrough();
    let isFound = false;
    // The parser tells what is wrong in several places; the first of them is told, to whoever waits: the caller, then the reader of the file.
    const fail = (error: Error): void => {
      const problem = malformed(error);
      file.destroy(problem);
      reject(problem);
    };
    form.on("file", (_field, part, fileName) => {
      part.on("error", fail);
      if (isFound) return void part.resume();
      isFound = true;
      // What was read is whole only when the form is: its end ends the file.
      part.pipe(file, { end: false });
      resolve({ fileName: fileName === "" ? undefined : fileName, bytes: file });
    });
    form.on("error", fail);
    form.on("finish", () => (isFound ? file.end() : fail(new Error("it holds no file"))));
    file.on("error", () => undefined);
    const sent = Readable.from(body);
    // Whoever read the file may have had enough of it: then nobody waits for the rest of the form.
    file.once("close", () => sent.destroy());
    pipeline(sent, form, (error) => {
      if (error !== undefined && error !== null) fail(error);
    });
  });
}

function startForm(contentType: string) {
  try {
    return new Busboy({
      headers: { "content-type": contentType },
      limits: { files: 1, fields: 20, fieldSize: 10_000, headerPairs: 50 },
    });
  } catch (error) {
    throw malformed(error as Error);
  }
}

const malformed = (error: Error): Problem =>
  error instanceof Problem
    ? error
    : new Problem("INPUT_INVALID", `The form cannot be read: ${error.message}.`, { cause: error });
