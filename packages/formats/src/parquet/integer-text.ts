/** 2^32: the weight of the upper half of a 64-bit integer. */
const upperWeight = 4_294_967_296;

/**
 * The values of 64-bit integers as numbers where a double holds them exactly (up to 2^53), as bigints beyond.
 * Reading the halves is several times faster than making a bigint for each value.
 */
export function readInt64(values: BigInt64Array): (index: number) => number | bigint {
  const halves = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
  return (index) => {
    const upper = halves[2 * index + 1]!;
    if (upper < -2_097_152 || upper >= 2_097_152) return values[index]!;
    return upper * upperWeight + (halves[2 * index]! >>> 0);
  };
}

/** The signed integer of big-endian two's complement bytes. */
export function bigEndianInteger(bytes: Uint8Array): number | bigint {
  const extension = (bytes[0] ?? 0) >= 0x80 ? 0xff : 0;
  let start = 0;
  while (start < bytes.length && bytes[start] === extension) start++;
  // Six bytes below the sign extension always fit a double; 16-byte decimals are mostly sign extension.
  if (bytes.length - start <= 6) {
    let value = extension === 0 ? 0 : -1;
    for (let index = start; index < bytes.length; index++) value = value * 256 + bytes[index]!;
    return value;
  }
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
}

/** The decimal text of `unscaled / 10^scale`, with exactly `scale` digits after the mark. */
export function decimalText(unscaled: number | bigint, scale: number): string {
  if (scale === 0) return String(unscaled);
  const isNegative = unscaled < 0;
  const digits = String(isNegative ? -unscaled : unscaled).padStart(scale + 1, "0");
  const mark = digits.length - scale;
  return `${isNegative ? "-" : ""}${digits.slice(0, mark)}.${digits.slice(mark)}`;
}
