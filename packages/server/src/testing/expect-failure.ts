import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { Program } from "./program.ts";

export interface ExpectedFailure {
  readonly code: string;
  readonly exitCode: number;
  /** What the last words must name. */
  readonly says: RegExp;
  readonly phase?: string;
}

/** A failed start says why on standard error and in the history, with one exit code everywhere. */
export async function expectFailure(program: Program, expected: ExpectedFailure): Promise<void> {
  const { code } = await program.ended;
  expect(program.stderr, "last words").toMatch(expected.says);
  expect(program.stderr).toContain(`code ${expected.code}, exit code ${expected.exitCode}`);
  expect(program.stderr).toMatch(/what to do: \S/);
  expect(code).toBe(expected.exitCode);
  const last = program.history.at(-1);
  if (last === undefined) return;
  expect(last).toMatchObject({ event: "ended", code: expected.code, exitCode: expected.exitCode });
  expect(last.description).toMatch(expected.says);
  if (expected.phase !== undefined) expect(last.phase).toBe(expected.phase);
}

/** The last words also lie where an orchestrator looks for them. */
export function expectTerminationFile(path: string, says: RegExp): void {
  expect(readFileSync(path, "utf8")).toMatch(says);
}
