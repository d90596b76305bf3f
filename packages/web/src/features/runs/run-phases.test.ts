import { describe, expect, it } from "vitest";
import { passOf, phaseOf } from "./run-phases.ts";

describe("the phases of a run", () => {
  it.each([
    ["start", 0],
    ["open sources", 0],
    ["load left", 0],
    ["convert", 0],
    ["open records", 1],
    ["exact: pair unique keys", 1],
    ["exact: what is left", 1],
    ["load: assign", 1],
    ["write-off: assign", 1],
    ["classify", 2],
    ["count", 2],
    ["explain", 2],
    ["write left.parquet", 3],
    ["prove", 3],
  ])("%s", (stage, phase) => {
    expect(phaseOf(stage)).toBe(phase);
  });

  it("a pass is told apart from what it does", () => {
    expect(passOf("near: find candidates")).toEqual({ pass: "near", does: "find candidates" });
    expect(passOf("prove")).toBeUndefined();
  });
});
