import { expect, it } from "vitest";
import { measureInTurns, measureOnce, median } from "./measure.ts";

const node = (script: string) => ({ name: "node", argv: [process.execPath, "-e", script] });

it("takes the middle value", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

it("counts the CPU time and memory of children's children and passes output and exit code through", async () => {
  const work = "const a = Buffer.alloc(150e6, 1), end = Date.now() + 600; while (Date.now() < end);";
  const sample = await measureOnce(
    node(`require("node:child_process").spawnSync(process.execPath, ["-e", ${JSON.stringify(work)}]);
      console.log("out"); console.error("err"); process.exitCode = 7;`),
  );
  expect(sample).toMatchObject({ exitCode: 7, stdout: "out\n", stderr: "err\n" });
  expect(sample.cpuMs).toBeGreaterThan(150);
  expect(sample.wallMs).toBeGreaterThan(600);
  expect(sample.peakBytes).toBeGreaterThan(150e6);
});

it("runs commands in turns", async () => {
  const [a, b] = await measureInTurns([node("1"), node("console.log(2)")], 2, 0);
  expect([a!.runs, b!.last.stdout]).toEqual([2, "2\n"]);
});
