import { join } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const root = join(import.meta.dirname, "..");

/** Test files that take half a minute or more, the longest first; the order need not be exact. */
export const longFiles: readonly string[] = [
  "packages/duckdb/src/laws/laws.test.ts",
  "packages/cli/src/interruption.test.ts",
  "packages/doctor/src/container.test.ts",
  "packages/server/src/jobs/kills.test.ts",
  "packages/duckdb/src/laws/metamorphic.test.ts",
  "packages/server/src/routes/sources.test.ts",
  "packages/server/src/boot/fault-matrix.test.ts",
  "packages/web/src/journeys/first-hour.test.ts",
  "packages/web/src/journeys/triage.test.ts",
  "packages/web/src/journeys/this-month.test.ts",
  "packages/web/src/journeys/workbench.test.ts",
  "packages/web/src/journeys/set-up.test.ts",
  "packages/web/src/journeys/administration.test.ts",
  "packages/web/src/journeys/run-ends.test.ts",
  "packages/doctor/src/laboratory.test.ts",
  "packages/server/src/routes/runs.test.ts",
  "packages/duckdb/src/laws/proof.test.ts",
  "packages/server/src/jobs/outages.test.ts",
  "packages/server/src/services/review/review-kills.test.ts",
  "packages/server/src/boot/stop.test.ts",
];

/** Starts the longest files first: one that starts last would keep one core busy and leave the others idle. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = new Map(longFiles.map((file, i) => [join(root, file), i] as const));
    const placeOf = ({ moduleId }: TestSpecification): number => place.get(moduleId) ?? longFiles.length;
    const usual = await super.sort(files);
    return usual.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}
