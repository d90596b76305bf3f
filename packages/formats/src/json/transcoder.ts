/** Turns successive chunks of one encoding into UTF-8; `isLast` flushes what a chunk left over. */
export type Transcode = (chunk: Buffer, isLast: boolean) => Buffer;

/** No byte of UTF-8: it stands for text that its own encoding does not allow, so that the record is a reject. */
const invalidByte = Buffer.from([0xff]);

/** The transcoder of an encoding label of the plan. */
export function transcoder(encoding: string): Transcode {
  if (encoding === "utf-8") return (chunk) => chunk;
  if (encoding === "utf-16le" || encoding === "utf-16be") return utf16(encoding === "utf-16be");
  if (encoding === "iso-8859-1") return (chunk) => Buffer.from(chunk.toString("latin1"));
  const decoder = new TextDecoder(encoding);
  return (chunk, isLast) => Buffer.from(decoder.decode(chunk, { stream: !isLast }));
}

function utf16(isBigEndian: boolean): Transcode {
  let rest = Buffer.alloc(0);
  return (chunk, isLast) => {
    const bytes = Buffer.concat([rest, chunk]);
    const end = isLast ? bytes.length : wholeCharacters(bytes, isBigEndian);
    rest = Buffer.from(bytes.subarray(end));
    const even = bytes.subarray(0, end - (end % 2));
    const text = (isBigEndian ? even.swap16() : even).toString("utf16le");
    const utf8 = text.isWellFormed() ? Buffer.from(text) : encodeBroken(text);
    return end % 2 === 0 ? utf8 : Buffer.concat([utf8, invalidByte]);
  };
}

/** Bytes up to the last whole character: neither half a unit nor the first of a surrogate pair. */
function wholeCharacters(bytes: Buffer, isBigEndian: boolean): number {
  const end = bytes.length - (bytes.length % 2);
  if (end === 0) return 0;
  const last = isBigEndian ? bytes.readUInt16BE(end - 2) : bytes.readUInt16LE(end - 2);
  return last >= 0xd800 && last < 0xdc00 ? end - 2 : end;
}

function encodeBroken(text: string): Buffer {
  const parts = text.split(/\p{Surrogate}/u);
  return Buffer.concat(
    parts.flatMap((part, index) => (index === 0 ? [Buffer.from(part)] : [invalidByte, Buffer.from(part)])),
  );
}
