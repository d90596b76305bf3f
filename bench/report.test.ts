import { expect, it } from "vitest";
import { formatReport, judge, parseTimings } from "./report.ts";

const truth = { matched: 5, changed: 2, onlyLeft: 1, onlyRight: 0 };
const sample = { wallMs: 2_000, cpuMs: 3_000, peakBytes: 5e6, exitCode: 0, stdout: "", stderr: "one\nboom\n" };

it("marks wrong counts and failures", () => {
  expect(judge(truth, truth, sample)).toBe("right");
  expect(judge({ ...truth, changed: 3 }, truth, sample)).toBe("WRONG: changed 3 not 2");
  expect(judge(undefined, truth, { ...sample, exitCode: 70 })).toBe("failed: exit 70, boom");
});

it("adds up stage timings and ignores other lines", () => {
  const stderr = 'note\n{"stage":"load","ms":10}\n{"stage":"join","ms":5}\n{"stage":"load","ms":2.5}\n{"stage":"wri';
  expect(parseTimings(stderr)).toEqual([
    { stage: "load", ms: 12.5 },
    { stage: "join", ms: 5 },
  ]);
});

it("gives ratios to the first program that ran", () => {
  const measured = { ...sample, runs: 3, last: sample };
  const slow = { ...measured, wallMs: 5_000 };
  const entries = [
    { name: "a", verdict: "missing" },
    { name: "b", measured, verdict: "right" },
    { name: "c", measured: slow, verdict: "right" },
  ];
  const report = formatReport(
    [{ work: "compare", title: "t", entries, timings: [] }],
    { cores: 2, model: "m", memoryBytes: 2 ** 34, node: "v24" },
    "2026-11-22",
  );
  expect(report).toContain("| b | 2.00 | 1.00 | 3.00 | 1.00 | 5 | 3 | right |");
  expect(report).toContain("| c | 5.00 | 2.50 |");
});
