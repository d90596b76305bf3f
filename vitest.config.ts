import { defineConfig } from "vitest/config";

export default defineConfig({
  // Tests run from the sources: no stale build can pass for the code under test.
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"], externalConditions: ["source"] } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "examples/**/*.test.ts", "scripts/**/*.test.ts", "bench/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A second, the default, is less than a loaded machine may take over anything.
    expect: { poll: { timeout: 60_000 } },
    execArgv: ["--conditions=source"],
    globalSetup: ["packages/server/src/testing/global-setup.ts"],
  },
});
