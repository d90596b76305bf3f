/** CSV files as nobody should write them: quotes in odd places, mixed line ends, ragged rows, bytes that are no text. */
import fc from "fast-check";

const utf8 = (text: string): Uint8Array => Buffer.from(text);
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

const plainCells = ["a", "b", "1", "12.50", "é", " a ", "a b", "日本"].map(utf8);
const strangeCells = [
  ...[
    "",
    "",
    "\\N",
    "NULL",
    "#x",
    "\\",
    "'",
    'a"b',
    '"',
    '""',
    '"""',
    ' "a"',
    '"a" ',
    '"a"b',
    '"a',
    'a"',
    ";",
    "\t",
    '\t"a"',
    '"a"\t',
    '\u00a0"a"',
    '  "a"',
    "=1+1",
    "\u00a0",
    "\u2028",
    "x".repeat(300),
  ].map(utf8),
  bytes(0),
  bytes(0x61, 0, 0x62),
  bytes(0xff),
  bytes(0xc3),
  bytes(0xed, 0xa0, 0x80),
  bytes(0xef, 0xbb, 0xbf),
];
const quotedCells = [
  '"a"',
  '""',
  '"a,b"',
  '"a""b"',
  '"a\nb"',
  '"a\r\nb"',
  '"a\rb"',
  '" "',
  '","',
  '"\\N"',
  '"\n"',
  '""""',
].map(utf8);

const cell = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...plainCells) },
  { weight: 3, arbitrary: fc.constantFrom(...quotedCells) },
  { weight: 1, arbitrary: fc.constantFrom(...strangeCells) },
);
const width = fc.oneof(
  { weight: 12, arbitrary: fc.constant(2) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 3, 4) },
);
const line = width
  .chain((count) => fc.tuple(...Array.from({ length: count }, () => cell)))
  .map((cells) => joined(cells, utf8(",")));
const lineEnds = ["\n", "\r\n", "\r", "\n\n", "\r\n\r\n"];

const body = fc
  .record({
    lines: fc.array(line, { maxLength: 12 }),
    usual: fc.constantFrom("\n", "\n", "\r\n", "\r"),
    others: fc.array(
      fc.oneof({ weight: 15, arbitrary: fc.constant("") }, { weight: 1, arbitrary: fc.constantFrom(...lineEnds) }),
      { minLength: 13, maxLength: 13 },
    ),
    ends: fc.boolean(),
  })
  .map(({ lines, usual, others, ends }) => ({ lines, usual, others, ends }));

/** A file of the columns x and y, mostly sound, with something wrong here and there. */
export const hostileCsv: fc.Arbitrary<Uint8Array> = fc
  .record({
    bom: fc.constantFrom(false, false, false, true),
    header: fc.constantFrom("x,y", "x,y", "x, y", '"x",y', "x,y,"),
    body,
  })
  .map(({ bom, header, body: { lines, usual, others, ends } }) => {
    const parts = [bom ? bytes(0xef, 0xbb, 0xbf) : bytes(), utf8(header), utf8(usual)];
    lines.forEach((text, i) => {
      const isLast = i === lines.length - 1;
      parts.push(text, utf8(isLast && !ends ? "" : others[i] || usual));
    });
    return Buffer.concat(parts);
  });

function joined(parts: readonly Uint8Array[], separator: Uint8Array): Uint8Array {
  return Buffer.concat(parts.flatMap((part, i) => (i === 0 ? [part] : [separator, part])));
}
