/** Every command pays for what the command line loads before it knows which command it is. */
import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

const main = new URL("./main.ts", import.meta.url).href;
const program = `
  import { registerHooks } from "node:module";
  const urls = [];
  registerHooks({ load: (url, context, next) => (urls.push(url), next(url, context)) });
  await import(${JSON.stringify(main)});
  console.log(JSON.stringify(urls));
`;

it("the command line starts without server, engine, readers and plan schema", () => {
  const node = ["--conditions=source", "--disable-warning=ExperimentalWarning", "--input-type=module", "-e", program];
  const loaded = JSON.parse(execFileSync(process.execPath, node, { encoding: "utf8" })) as string[];
  expect(loaded).toContain(main);
  const dear = /packages\/(server|api|formats|verify|report)\/|node_modules\/(@duckdb|zod|yaml|kysely|fastify)\//;
  expect(loaded.filter((url) => dear.test(url))).toEqual([]);
});
