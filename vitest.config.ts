import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { readTexts } from "./packages/web/read-texts.ts";
import { LongestFirst } from "./scripts/longest-first.ts";

// Tests start hundreds of programs from their sources: compiled once, they start in half the time.
process.env["NODE_COMPILE_CACHE"] ??= join(tmpdir(), "recon-test-compile-cache");

export default defineConfig({
  plugins: [readTexts()],
  // Tests run from the sources: no stale build can pass for the code under test.
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"], externalConditions: ["source"] } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "examples/**/*.test.ts", "scripts/**/*.test.ts", "bench/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A second, the default, is less than a loaded machine may take over anything.
    expect: { poll: { timeout: 60_000 } },
    execArgv: ["--conditions=source"],
    // Texts in constants are read while their modules load: they need a language before.
    setupFiles: ["packages/web/src/testing/english.ts"],
    globalSetup: ["packages/server/src/testing/global-setup.ts"],
  },
});
