import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { containerScenarios } from "../faults/background-scenarios.ts";
import { containerControls, containerDoubles, containerFaults } from "../faults/container-faults.ts";
import { engineReady, runContainerFault } from "../faults/run-container-fault.ts";
import { isRight } from "../faults/run-fault.ts";
import type { DockerApi } from "./docker/docker-api.ts";
import type { ContainerSummary } from "./docker/shapes.ts";

const run = promisify(execFile);
// The tool that starts an engine without any registry: beside the checkout, or where DOCKER_HERE says.
const HERE =
  process.env["DOCKER_HERE"] ?? fileURLToPath(new URL("../../../../shared/tools/docker-here", import.meta.url));
const SAMPLE = new Set([
  ...containerScenarios.map(({ id }) => id),
  "c-carriage-return",
  "c-memory",
  "c-heap-pid-one",
  "c-health-path",
  "c-stop-ignored",
  "c-stale-lock",
  "c-finished-job",
  "c-healthy-checked",
  "c-double-variable-readonly",
]);

// Asked for, since it needs an engine of its own: other work on the same engine changes what a clone sees and how long it takes.
const isAsked = process.env["DOCTOR_CONTAINERS"] === "1";
let api = isAsked ? await engineReady() : undefined;
const startable = isAsked && (api !== undefined || (existsSync(HERE) && process.getuid?.() === 0));

describe.skipIf(!startable)("faults of containers (needs a Docker engine, or root and docker-here)", () => {
  let startedHere = false;

  beforeAll(async () => {
    if (api !== undefined) return;
    await run(HERE, ["up"], { timeout: 180_000 });
    startedHere = true;
    api = await engineReady();
  }, 200_000);

  afterAll(async () => {
    if (startedHere) await run(HERE, ["down"]);
  });

  for (const fault of [...containerScenarios, ...containerFaults, ...containerControls, ...containerDoubles].filter(
    ({ id }) => SAMPLE.has(id),
  )) {
    it(`${fault.id}: ${fault.cause}`, async (context) => {
      const outcome = await runContainerFault(api as DockerApi, fault, ["--budget", "60s"]);
      if (outcome.skipped !== undefined) return context.skip(outcome.skipped);
      const seen = outcome.report?.evidence.map(({ id, text }) => `${id}: ${text}`).join("\n") ?? outcome.text;
      expect(isRight(outcome), `${outcome.report?.cause ?? outcome.report?.verdict ?? "no report"}\n${seen}`).toBe(
        true,
      );
    });
  }

  it("leaves no clone behind", async () => {
    const filters = JSON.stringify({ label: ["doctor.clone"] });
    const left = await (api as DockerApi).json<ContainerSummary[]>("GET", "/containers/json", {
      query: { all: true, filters },
    });
    expect(left).toEqual([]);
  });
});
