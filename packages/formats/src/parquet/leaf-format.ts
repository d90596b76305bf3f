import { isAscii, isUtf8 } from "node:buffer";
import type { DecodedArray, SchemaElement } from "hyparquet";
import { parseFloat16 } from "hyparquet/src/convert.js";
import { cachedDateText, timestampText, timeText, type TimeUnit } from "./calendar-text.ts";
import { doubleText, floatText } from "./float-text.ts";
import { bigEndianInteger, decimalText, readInt64 } from "./integer-text.ts";

/** A value that a text column cannot hold; `text` shows it as hex. Its record is a reject. */
export class UnreadableValue {
  readonly text: string;
  readonly reason: string;

  constructor(text: string, reason: string) {
    this.text = text;
    this.reason = reason;
  }
}

export type LeafText = string | UnreadableValue;

/** The text of the value at an index of a decoded page or dictionary. */
export type TextAt = (index: number) => LeafText;

/** How a leaf's physical values become text. */
export interface LeafFormat {
  /** Whether the text is a JSON number or boolean, to be written without quotes. */
  readonly literal: boolean;
  /** Whether the values are UTF-8 text, which pages decode without making an array for each value. */
  readonly isText?: true;
  /** `values` are as hyparquet decodes the physical type, without any logical conversion. */
  read(values: DecodedArray): TextAt;
}

const quoted = (read: LeafFormat["read"]): LeafFormat => ({ literal: false, read });
const literal = (read: LeafFormat["read"]): LeafFormat => ({ literal: true, read });
const ofEach =
  <T>(text: (value: T) => LeafText) =>
  (values: DecodedArray): TextAt =>
  (index) =>
    text(values[index] as T);

/** The format of a leaf by its logical type, or the older converted type, or else its physical type. */
export function leafFormat(element: SchemaElement): LeafFormat {
  return annotatedFormat(element) ?? physicalFormat(element);
}

function annotatedFormat(element: SchemaElement): LeafFormat | undefined {
  const { converted_type: converted, logical_type: logical } = element;
  if (logical?.type === "DECIMAL") return decimalFormat(logical.scale ?? 0);
  if (converted === "DECIMAL") return decimalFormat(element.scale ?? 0);
  if (logical?.type === "TIMESTAMP") return timestampFormat(logical.unit, logical.isAdjustedToUTC);
  if (converted === "TIMESTAMP_MILLIS") return timestampFormat("MILLIS", true);
  if (converted === "TIMESTAMP_MICROS") return timestampFormat("MICROS", true);
  if (logical?.type === "TIME") return timeFormat(logical.unit);
  if (converted === "TIME_MILLIS") return timeFormat("MILLIS");
  if (converted === "TIME_MICROS") return timeFormat("MICROS");
  if (logical?.type === "DATE" || converted === "DATE") return quoted(ofEach(cachedDateText));
  if (logical?.type === "UUID") return quoted(ofEach(uuidText));
  if (logical?.type === "FLOAT16") return literal(ofEach((bytes: Uint8Array) => doubleText(parseFloat16(bytes)!)));
  if (converted === "INTERVAL") return quoted(ofEach(intervalText));
  if (isText(element)) return { literal: false, isText: true, read: ofEach(textOf) };
  return unsignedFormat(element);
}

function isText({ type, converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  if (type !== "BYTE_ARRAY") return false;
  const annotation = logical?.type ?? converted;
  return annotation === "STRING" || annotation === "UTF8" || annotation === "ENUM" || annotation === "JSON";
}

function unsignedFormat({ type, converted_type: converted, logical_type: logical }: SchemaElement) {
  const unsigned = converted?.startsWith("UINT_") === true || (logical?.type === "INTEGER" && !logical.isSigned);
  if (!unsigned) return undefined;
  if (type === "INT32") return literal(ofEach((value: number) => String(value >>> 0)));
  if (type === "INT64") return literal((values) => unsigned64(readInt64(values as BigInt64Array)));
  return undefined;
}

function unsigned64(valueAt: (index: number) => number | bigint): TextAt {
  return (index) => {
    const value = valueAt(index);
    return String(value >= 0 ? value : BigInt.asUintN(64, BigInt(value)));
  };
}

function physicalFormat(element: SchemaElement): LeafFormat {
  switch (element.type) {
    case "BOOLEAN":
      return literal(ofEach((value: boolean) => (value ? "true" : "false")));
    case "INT32":
      return literal(ofEach((value: number) => String(value)));
    case "INT64":
      return literal((values) => {
        const valueAt = readInt64(values as BigInt64Array);
        return (index) => String(valueAt(index));
      });
    case "INT96":
      return quoted(ofEach(int96Text));
    case "FLOAT":
      return literal(ofEach(floatText));
    case "DOUBLE":
      return literal(ofEach(doubleText));
    case "BYTE_ARRAY":
      return quoted(ofEach(textOrHex));
    default:
      return quoted(ofEach(hexText));
  }
}

function decimalFormat(scale: number): LeafFormat {
  return literal((values) => {
    const first: unknown = values[0];
    if (first instanceof Uint8Array) {
      return (index) => decimalText(bigEndianInteger(values[index] as Uint8Array), scale);
    }
    if (values instanceof BigInt64Array) {
      const valueAt = readInt64(values);
      return (index) => decimalText(valueAt(index), scale);
    }
    return (index) => decimalText(values[index] as number, scale);
  });
}

function timestampFormat(unit: TimeUnit, isInstant: boolean): LeafFormat {
  const zone = isInstant ? "Z" : "";
  return quoted((values) => {
    const ticksAt = readInt64(values as BigInt64Array);
    return (index) => timestampText(ticksAt(index), unit) + zone;
  });
}

function timeFormat(unit: TimeUnit): LeafFormat {
  return quoted(ofEach((ticks: number | bigint) => timeText(ticks, unit)));
}

/** Nanoseconds of the day and a Julian day, as old Impala, Hive and Spark wrote instants. */
function int96Text(value: bigint): string {
  const nanosOfDay = BigInt.asUintN(64, value);
  const days = (value >> 64n) - 2_440_588n;
  return `${timestampText(days * 86_400_000_000_000n + nanosOfDay, "NANOS")}Z`;
}

/** ISO 8601 duration of months, days and milliseconds, each an unsigned little-endian integer. */
function intervalText(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const millis = view.getUint32(8, true);
  const fraction =
    millis % 1_000 === 0
      ? ""
      : `.${String(millis % 1_000)
          .padStart(3, "0")
          .replace(/0+$/, "")}`;
  return `P${view.getUint32(0, true)}M${view.getUint32(4, true)}DT${Math.floor(millis / 1_000)}${fraction}S`;
}

function uuidText(bytes: Uint8Array): string {
  return hexText(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function textOf(bytes: Uint8Array): LeafText {
  const buffer = asBuffer(bytes);
  return stringText(buffer, 0, buffer.length, isAscii(buffer));
}

/** The text of bytes that the schema calls text. */
export function stringText(page: Buffer, start: number, end: number, onlyAscii: boolean): LeafText {
  if (!onlyAscii && !isUtf8(page.subarray(start, end))) {
    return new UnreadableValue(page.toString("hex", start, end), "is not valid UTF-8");
  }
  const text = onlyAscii ? page.toString("latin1", start, end) : page.toString("utf8", start, end);
  if (text.includes("\0")) return new UnreadableValue(page.toString("hex", start, end), "holds a NUL character");
  return text;
}

function textOrHex(bytes: Uint8Array): string {
  return isUtf8(bytes) && !bytes.includes(0) ? asBuffer(bytes).toString("utf8") : hexText(bytes);
}

function hexText(bytes: Uint8Array): string {
  return asBuffer(bytes).toString("hex");
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
