import { expect, test } from "vitest";
import type { Leaf } from "./column-schema.ts";
import { LeafBuffer } from "./leaf-buffer.ts";
import { leafFormat } from "./leaf-format.ts";
import type { Page } from "./page-reader.ts";

const leaf: Leaf = {
  kind: "leaf",
  index: 0,
  path: ["l", "list", "element"],
  element: { name: "element", type: "INT32" },
  format: leafFormat({ name: "element", type: "INT32" }),
  maxDefinition: 2,
  maxRepetition: 1,
};

/** A page of entries given as repetition levels, all present, texts counted from `first`. */
const page = (first: number, repetitions: number[]): Page => ({
  entries: repetitions.length,
  definitions: undefined,
  repetitions: Uint8Array.from(repetitions),
  textAt: (index) => String(first + index),
});

const buffered = (...pages: Page[]) => new LeafBuffer(leaf, { next: () => Promise.resolve(pages.shift()) });

function takeRecord(buffer: LeafBuffer): unknown[] {
  const texts: unknown[] = [];
  do texts.push(buffer.take());
  while (buffer.repetition > 0);
  return texts;
}

test("a record that goes on in the next page is whole before it is taken", async () => {
  const buffer = buffered(page(0, [0, 1]), page(2, [1, 0]), page(4, [1]));
  await buffer.ensure(1);
  expect(takeRecord(buffer)).toEqual(["0", "1", "2"]);
  await buffer.ensure(1);
  expect(takeRecord(buffer)).toEqual(["3", "4"]);
  await buffer.finish();
});

test("too few and too many values are damage", async () => {
  await expect(buffered(page(0, [0, 1])).ensure(2)).rejects.toThrow("too few");
  const buffer = buffered(page(0, [0, 0]));
  await buffer.ensure(1);
  takeRecord(buffer);
  await expect(buffer.finish()).rejects.toThrow("too many");
});
