import type { TestProject } from "vitest/node";
import { startPostgres, type TestPostgres } from "./test-postgres.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Address of the PostgreSQL server of this test run; null where there is none. */
    postgresUrl: string | null;
  }
}

let postgres: TestPostgres | undefined;

/** One PostgreSQL server for the whole test run; each test file makes its own database on it. */
export async function setup(project: TestProject): Promise<void> {
  postgres = await startPostgres();
  if (postgres === undefined) {
    console.warn("tests on PostgreSQL are skipped: it is not installed and cannot be installed here");
  }
  project.provide("postgresUrl", postgres?.url ?? null);
}

export function teardown(): void {
  postgres?.stop();
}
