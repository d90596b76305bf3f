import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRecord } from "./parse-record.ts";

const cellsOf = (text: string, expected?: readonly string[]) => {
  const parsed = parseRecord(text, expected);
  return parsed.kind === "record"
    ? Object.fromEntries(parsed.names.map((name, at) => [name, parsed.cells[at]]))
    : parsed;
};
const reasonOf = (text: string) => {
  const parsed = parseRecord(text);
  return parsed.kind === "fault" ? parsed.reason : undefined;
};

test("numbers stay as written, nested values become compact, null is NULL, an empty text stays", () => {
  expect(
    cellsOf(`{"a":1.10,"b":12345678901234567890,"c":-0.0e+5,"d":null,"e":"","f":true,"g":"\\u00e9\\n\\/"}`),
  ).toEqual({
    a: "1.10",
    b: "12345678901234567890",
    c: "-0.0e+5",
    d: null,
    e: "",
    f: "true",
    g: "é\n/",
  });
  expect(cellsOf(`{"x": { "10": 1.0, "2" : [ 1 , "\\u0061", null, {}, [] ] } }`)).toEqual({
    x: '{"10":1.0,"2":[1,"a",null,{},[]]}',
  });
  expect(cellsOf("{ }")).toEqual({});
});

test("what is no record says why", () => {
  expect(reasonOf("[1]")).toBe("it is an array, not an object");
  expect(reasonOf('"x"')).toBe("it is a text, not an object");
  expect(reasonOf("12")).toBe("it is a single value, not an object");
  expect(reasonOf("")).toBe("there is no value");
  expect(reasonOf('{"a":1,"b":2,"a":3}')).toBe('the property "a" stands twice');
  expect(reasonOf('{"a":{"b":1,"\\u0062":2}}')).toBe('the property "b" stands twice');
  expect(reasonOf('{"a":"\\u0000"}')).toBe("a text holds a NUL character");
  expect(reasonOf('{"a":"\\ud800"}')).toBe("a text holds half of a surrogate pair");
  expect(reasonOf('{"a":"x\ny"}')).toBe("a text holds a line break that is not escaped");
  expect(reasonOf('{"a":1')).toBe("it is not JSON: the end at character 7 instead of a comma or } after the value");
});

test("512 levels are read, 513 are a fault, and a million cost no stack", () => {
  const nested = (levels: number) => `{"a":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;
  expect(parseRecord(nested(512)).kind).toBe("record");
  expect(reasonOf(nested(513))).toBe("it is nested deeper than 512 levels");
  expect(reasonOf(nested(1_000_000))).toBe("it is nested deeper than 512 levels");
});

test("the expected names give the same array back, and others are not mistaken for them", () => {
  const expected = ["a", "b"];
  const parsed = parseRecord('{"a":1,"b":2}', expected);
  expect(parsed.kind === "record" && parsed.names).toBe(expected);
  expect(cellsOf('{"b":1,"a":2}', expected)).toEqual({ b: "1", a: "2" });
  expect(cellsOf('{"a":1}', expected)).toEqual({ a: "1" });
  expect(cellsOf('{"ab":1,"b":2,"c":3}', expected)).toEqual({ ab: "1", b: "2", c: "3" });
  expect(parseRecord('{"a":1,"a":2}', expected).kind).toBe("fault");
});

/** What JSON.parse allows and this parser does not: no object at the top, equal names, half surrogates, NUL. */
const isStricter = (reason: string) => /not an object|stands twice|surrogate|NUL character$|deeper/.test(reason);

test("accepts exactly what JSON.parse accepts, and means the same", () => {
  const mutated = fc
    .tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.constantFrom("", ",", '"', "}", "]", "0", "\\", "\n", "e", "[", ":"))
    .map(([json, at, piece]) => {
      const text = `{"k":${json},"l":[${json}]}`;
      const place = at % (text.length * 2);
      return place < text.length ? text.slice(0, place) + piece + text.slice(place + (at % 2)) : text;
    });
  fc.assert(
    fc.property(mutated, (text) => {
      const parsed = parseRecord(text);
      let expected: Record<string, unknown> | undefined;
      try {
        expected = JSON.parse(text) as Record<string, unknown>;
      } catch {
        expected = undefined;
      }
      if (parsed.kind === "fault") {
        expect(expected === undefined || isStricter(parsed.reason), parsed.reason).toBe(true);
        return;
      }
      expect(expected).toBeDefined();
      // Node 24.21 (V8 13.6) mixes up escaped property names: after `{"p":1,"\\":1}` it reads `{"p":1,"\n":1}` as the same.
      if (text.includes("\\")) return;
      for (const [at, name] of parsed.names.entries()) {
        const value = expected![name];
        const cell = parsed.cells[at];
        expect(typeof value === "string" ? cell : JSON.parse(cell ?? "null")).toEqual(value);
      }
    }),
    { numRuns: 3_000 },
  );
});
