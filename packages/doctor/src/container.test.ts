import { afterAll, describe, expect, it } from "vitest";
import { containerScenarios } from "../faults/background-scenarios.ts";
import { containerControls, containerDoubles } from "../faults/container-controls.ts";
import { containerFaults } from "../faults/container-faults.ts";
import { startOwnEngine } from "../faults/own-engine.ts";
import { runContainerFault } from "../faults/run-container-fault.ts";
import { isRight } from "../faults/run-fault.ts";
import type { ContainerSummary } from "./docker/shapes.ts";

// A sample of every mechanism; the whole laboratory runs by `npm run bench:doctor`.
const SAMPLE = new Set([
  ...containerScenarios.map(({ id }) => id),
  "c-variable-silent",
  "c-carriage-return",
  "c-memory",
  "c-heap-pid-one",
  "c-dependency-refused",
  "c-health-path",
  "c-health-tool",
  "c-stop-ignored",
  "c-stale-lock",
  "c-volume-permission",
  "c-finished-job",
  "c-port-allocated",
  "c-healthy-checked",
  "c-job-once",
  "c-double-variable-readonly",
]);

const started = await startOwnEngine();
if (typeof started === "string") console.warn(`faults of containers are skipped: ${started}`);
const engine = typeof started === "string" ? undefined : started;

describe.skipIf(engine === undefined)("faults of containers", () => {
  afterAll(() => engine?.stop());

  for (const fault of [...containerScenarios, ...containerFaults, ...containerControls, ...containerDoubles].filter(
    ({ id }) => SAMPLE.has(id),
  )) {
    it(`${fault.id}: ${fault.cause}`, async (context) => {
      const outcome = await runContainerFault(engine!, fault, ["--budget", "60s"]);
      if (outcome.skipped !== undefined) return context.skip(outcome.skipped);
      const seen = outcome.report?.evidence.map(({ id, text }) => `${id}: ${text}`).join("\n") ?? outcome.text;
      expect(isRight(outcome), `${outcome.report?.cause ?? outcome.report?.verdict ?? "no report"}\n${seen}`).toBe(
        true,
      );
    });
  }

  it("leaves no clone behind", async () => {
    const filters = JSON.stringify({ label: ["doctor.clone"] });
    const left = await engine!.api.json<ContainerSummary[]>("GET", "/containers/json", {
      query: { all: true, filters },
    });
    expect(left).toEqual([]);
  });
});
