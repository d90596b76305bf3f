import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dateText, timestampText } from "./calendar-text.ts";
import { doubleText, floatText } from "./float-text.ts";
import { bigEndianInteger, decimalText, readInt64 } from "./integer-text.ts";
import { leafFormat } from "./leaf-format.ts";
import { readRleHybrid } from "./rle-hybrid.ts";

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

describe("integers and decimals", () => {
  test("64-bit integers are exact on both sides of 2^53", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            int64,
            int64.map((value) => value >> 20n),
            fc.constant(-1n),
          ),
        ),
        (values) => {
          const at = readInt64(BigInt64Array.from(values));
          expect(values.map((_, index) => String(at(index)))).toEqual(values.map(String));
        },
      ),
    );
  });

  test("big-endian bytes of any width", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 33 }), fc.nat(20), (bytes, extension) => {
        const sign = (bytes[0] ?? 0) >= 0x80 ? 0xff : 0;
        const padded = Uint8Array.from([...Array.from({ length: extension }, () => sign), ...bytes]);
        const hex = Buffer.from(padded).toString("hex");
        expect(BigInt(bigEndianInteger(padded))).toBe(BigInt.asIntN(padded.length * 8, BigInt(`0x${hex}`)));
      }),
    );
  });

  test("a decimal's digits are those of its unscaled integer", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.nat(40), (unscaled, scale) => {
        const text = decimalText(unscaled, scale);
        expect(text).toMatch(scale === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${scale}}$`));
        expect(BigInt(text.replace(".", ""))).toBe(unscaled);
      }),
    );
  });
});

test("doubles and floats read back, without an exponent within 21", () => {
  fc.assert(
    fc.property(
      fc.double({ noDefaultInfinity: true, noNaN: true }),
      fc.float({ noDefaultInfinity: true, noNaN: true }),
      (double, float) => {
        expect(Number(doubleText(double))).toBe(double === 0 ? 0 : double);
        expect(Math.fround(Number(floatText(float)))).toBe(float === 0 ? 0 : float);
        const isNear = double !== 0 && Math.abs(double) < 1e21 && Math.abs(double) >= 1e-20;
        if (isNear) expect(doubleText(double)).not.toContain("e");
      },
    ),
  );
});

describe("dates and times", () => {
  test("days agree with JavaScript's calendar from year 0 to 9999", () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_528, max: 2_932_896 }), (days) => {
        expect(dateText(days)).toBe(new Date(days * 86_400_000).toISOString().slice(0, 10));
      }),
    );
  });

  test("time stamps of every unit agree with each other and with JavaScript", () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }), (millis) => {
        expect(timestampText(millis, "MILLIS")).toBe(trimFraction(new Date(millis).toISOString()));
        expect(timestampText(BigInt(millis) * 1_000n, "MICROS")).toBe(timestampText(millis, "MILLIS"));
        expect(timestampText(BigInt(millis) * 1_000_000n, "NANOS")).toBe(timestampText(millis, "MILLIS"));
      }),
    );
  });

  test("INT96: a Julian day and nanoseconds", () => {
    const format = leafFormat({ name: "t", type: "INT96" });
    const value = (2_440_589n << 64n) | 3_723_000_000_001n;
    expect(format.read([value])(0)).toBe("1970-01-02T01:02:03.000000001Z");
  });
});

const trimFraction = (isoText: string) =>
  isoText.slice(0, -1).replace(/\.(\d*?)0*$/, (_, digits: string) => (digits === "" ? "" : `.${digits}`));

describe("run-length and bit-packed runs", () => {
  const run = fc.record({ isPacked: fc.boolean(), values: fc.array(fc.nat(), { minLength: 1, maxLength: 30 }) });

  /** A plain encoder: packed runs bit by bit, others as one value repeated. */
  function encode(runs: { isPacked: boolean; values: number[] }[], width: number) {
    const bytes: number[] = [];
    const expected: number[] = [];
    for (const { isPacked, values } of runs) {
      const cut = values.map((value) => value % 2 ** width);
      if (!isPacked) {
        bytes.push(cut.length << 1);
        for (let shift = 0; shift < width; shift += 8) bytes.push(Math.floor(cut[0]! / 2 ** shift) % 256);
        expected.push(...cut.map(() => cut[0]!));
        continue;
      }
      while (cut.length % 8 !== 0) cut.push(0);
      bytes.push(((cut.length / 8) << 1) | 1);
      const bits = cut.flatMap((value) => Array.from({ length: width }, (_, bit) => Math.floor(value / 2 ** bit) % 2));
      for (let at = 0; at < bits.length; at += 8)
        bytes.push(bits.slice(at, at + 8).reduce((sum, bit, place) => sum + bit * 2 ** place, 0));
      expected.push(...cut);
    }
    return { bytes: Uint8Array.from(bytes), expected };
  }

  test("come back at every width", () => {
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 31 }), (runs, width) => {
        const { bytes, expected } = encode(runs, width);
        const output = new Uint32Array(expected.length);
        readRleHybrid(bytes, width, output);
        expect([...output]).toEqual(expected);
      }),
    );
  });

  test("never write past the end and never stop short", () => {
    const output = new Uint8Array(3);
    readRleHybrid(Uint8Array.from([0xfe, 0xff, 0xff, 0xff, 0x0f, 7]), 3, output);
    expect([...output]).toEqual([7, 7, 7]);
    expect(() => readRleHybrid(Uint8Array.from([4, 1]), 1, output)).toThrow("run header");
    expect(() => readRleHybrid(Uint8Array.from([0, 1, 0, 1]), 1, output)).toThrow("empty run");
  });
});
