import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { OpenCounts } from "../engine/run-stages.ts";
import { inFolder } from "../laws/run-engine.ts";
import { reconcile } from "./reconcile.ts";

const lines = (count: number, line: (i: number) => string): string =>
  ["ref,amount", ...Array.from({ length: count }, (_, i) => line(i)), ""].join("\n");

describe("what is told while a run goes on", () => {
  it("how many records of each side no pass has taken yet, after every pass but the last", async () => {
    const told: OpenCounts[] = [];
    await inFolder(async (folder) => {
      await writeFile(
        join(folder, "left.csv"),
        lines(100, (i) => `A${i},${i}.00`),
      );
      // 60 of the references are on both sides; 25 of the others are found by their amount.
      await writeFile(
        join(folder, "right.csv"),
        lines(90, (i) => `${i < 60 ? "A" : "B"}${i},${i < 85 ? i : 1000 + i}.00`),
      );
      const plan = {
        version: 1 as const,
        name: "told",
        left: { files: ["left.csv"] },
        right: { files: ["right.csv"] },
        fields: { ref: { type: "text" as const }, amount: { type: "money" as const } },
        passes: [
          { name: "reference", kind: "keyed" as const, on: ["ref"] },
          { name: "amount", kind: "keyed" as const, on: ["amount"] },
          { name: "both", kind: "keyed" as const, on: ["ref", "amount"] },
        ],
      };
      const workDir = await mkdtemp(join(folder, "work-"));
      await reconcile(
        { plan, baseDir: folder, workDir, memoryBytes: 1 << 30, threads: 1 },
        { onStage: () => undefined, onOpen: (open) => told.push(open) },
      );
    });
    expect(told).toEqual([
      { left: 40, right: 30 },
      { left: 15, right: 5 },
    ]);
  });
});
