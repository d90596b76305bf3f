import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { longFiles } from "./longest-first.ts";

it("names files that are there", () => {
  expect(longFiles.filter((file) => !existsSync(join(import.meta.dirname, "..", file)))).toEqual([]);
});
