import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import type { CompressionCodec } from "hyparquet";
import { compressors } from "hyparquet-compressors";

/**
 * The bytes of a page of `size` bytes, never more: Node's own zlib where it has the codec, else hyparquet's.
 * Undefined for a codec nobody supports; throws on bytes the codec cannot read.
 */
export function decompress(codec: CompressionCodec, bytes: Uint8Array, size: number): Uint8Array | undefined {
  if (codec === "UNCOMPRESSED") return bytes;
  if (size === 0) return new Uint8Array(0);
  switch (codec) {
    case "GZIP":
      return gunzipSync(bytes, { maxOutputLength: size });
    case "ZSTD":
      return zstdDecompressSync(bytes, { maxOutputLength: size });
    case "BROTLI":
      return brotliDecompressSync(bytes, { maxOutputLength: size });
    default:
      return compressors[codec]?.(bytes, size);
  }
}
