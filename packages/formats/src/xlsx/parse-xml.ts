import { TextDecoder } from "node:util";
import { ReconError } from "@recon/core";
import { SaxesParser } from "saxes";

/** What a part's reader wants to know of its XML. Names come without their prefix, whatever the namespace. */
export interface XmlHandler {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Where XML comes from, for messages. */
export interface XmlPart {
  readonly path: string;
  readonly name: string;
}

/** Bytes without a tag in them after which a part is no workbook's: the parser would gather them all. */
const maxSilentBytes = 1 << 26;

/**
 * Feeds the XML to the handler and yields after each chunk, so that a reader can pass on what it has gathered.
 * Throws `INPUT_FORMAT` on a DOCTYPE: workbooks have none, attacks do; `INPUT_TRUNCATED` on XML that is not well-formed.
 */
export async function* parseXml(
  chunks: AsyncIterable<Buffer>,
  handler: XmlHandler,
  part: XmlPart,
): AsyncGenerator<undefined> {
  let silentBytes = 0;
  const parser = saxParser(handler, part, () => (silentBytes = 0));
  let decoder: TextDecoder | undefined;
  try {
    for await (const chunk of chunks) {
      silentBytes += chunk.length;
      if (silentBytes > maxSilentBytes) throw endless(part);
      decoder ??= decoderFor(chunk);
      parser.write(decode(decoder, chunk, part));
      yield;
    }
    if (decoder !== undefined) parser.write(decode(decoder, undefined, part));
    parser.close();
    yield;
  } catch (error) {
    // A text that grows beyond what a string can hold.
    if (error instanceof RangeError) throw endless(part);
    throw error instanceof XmlFault ? malformed(part, error) : error;
  }
}

/** Parses a part that is read to its end before anything is done with it. */
export async function parseWholeXml(chunks: AsyncIterable<Buffer>, handler: XmlHandler, part: XmlPart): Promise<void> {
  for await (const _ of parseXml(chunks, handler, part)) continue;
}

class XmlFault extends Error {
  override readonly name = "XmlFault";
}

function saxParser(handler: XmlHandler, part: XmlPart, onTag: () => void): SaxesParser {
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on("opentag", ({ name, attributes }) => {
    onTag();
    handler.open(localName(name), attributes);
  });
  if (handler.text !== undefined) {
    const text = handler.text.bind(handler);
    parser.on("text", text);
    parser.on("cdata", text);
  }
  if (handler.close !== undefined) parser.on("closetag", ({ name }) => handler.close?.(localName(name)));
  parser.on("doctype", () => {
    const message = `${part.path}: ${part.name} holds a DOCTYPE, which no workbook does. Check where the file comes from.`;
    throw new ReconError("INPUT_FORMAT", message, { at: { file: part.path } });
  });
  parser.on("error", (error) => {
    throw new XmlFault(error.message);
  });
  return parser;
}

function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
}

function decoderFor(start: Buffer): TextDecoder {
  const mark = start.toString("hex", 0, 2);
  const label = mark === "fffe" ? "utf-16le" : mark === "feff" ? "utf-16be" : "utf-8";
  return new TextDecoder(label, { fatal: true });
}

function decode(decoder: TextDecoder, chunk: Buffer | undefined, part: XmlPart): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch (error) {
    throw malformed(part, error);
  }
}

function endless({ path, name }: XmlPart): ReconError {
  const message = `${path}: ${name} holds a text without end, as no workbook does. Check where the file comes from.`;
  return new ReconError("LIMIT_SIZE", message, { at: { file: path } });
}

function malformed({ path, name }: XmlPart, cause: unknown): ReconError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  const message = `${path} is no whole workbook: ${name} is damaged (${detail}). Copy or export it again.`;
  return new ReconError("INPUT_TRUNCATED", message, { at: { file: path }, cause });
}
