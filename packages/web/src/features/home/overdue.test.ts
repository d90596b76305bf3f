import type { ReconciliationId, Run } from "@recon/api";
import { expect, test } from "vitest";
import { findOverdue } from "./overdue.ts";

const DAY_MS = 86_400_000;
const now = Date.parse("2026-12-01T08:00:00.000Z");

/** Runs of one reconciliation, so many days ago. */
const runsOf = (name: string, ...daysAgo: readonly number[]): Run[] =>
  daysAgo.map(
    (days) =>
      ({
        reconciliationId: name as ReconciliationId,
        reconciliationName: name,
        createdAt: new Date(now - days * DAY_MS).toISOString(),
      }) as Run,
  );

const overdueNames = (...runs: Run[]): string[] => findOverdue(runs, now).map(({ last }) => last.reconciliationName);

test("a monthly run is overdue once a month and a tenth have gone by", () => {
  expect(overdueNames(...runsOf("monthly", 32, 62, 92))).toEqual([]);
  expect(overdueNames(...runsOf("monthly", 34, 64, 94))).toEqual(["monthly"]);
  expect(findOverdue(runsOf("monthly", 40, 70, 100), now)[0]).toMatchObject({
    everyMs: 30 * DAY_MS,
    lateMs: 10 * DAY_MS,
  });
});

test("two runs are no rhythm, and tries on one day are none either", () => {
  expect(overdueNames(...runsOf("new", 100, 200))).toEqual([]);
  expect(overdueNames(...runsOf("tried", 10, 10.01, 10.02, 10.03))).toEqual([]);
  expect(overdueNames(...runsOf("tried twice a month", 40, 40.01, 70, 70.01, 100))).toEqual(["tried twice a month"]);
});

test("what is latest comes first", () => {
  expect(overdueNames(...runsOf("weekly", 9, 16, 23), ...runsOf("daily", 30, 31, 32))).toEqual(["daily", "weekly"]);
});
