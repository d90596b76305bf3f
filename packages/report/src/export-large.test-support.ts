/**
 * Exports a result set to each file named, and prints what that took; run in a process of its own with `--expose-gc`, so that
 * what is alive on the heap can be told from what merely was not collected yet.
 */
import { openResultSet } from "@recon/duckdb";
import { exportResultSet } from "./export-result-set.ts";

const [dir, ...files] = process.argv.slice(2);
const set = await openResultSet(dir!);
let mostAlive = 0;
const watch = setInterval(() => {
  globalThis.gc?.();
  mostAlive = Math.max(mostAlive, process.memoryUsage().heapUsed);
}, 200);
for (const file of files) {
  const started = performance.now();
  await exportResultSet(set, file);
  process.stderr.write(`${file.split(".").at(-1)} ${Math.round(performance.now() - started)} ms\n`);
}
clearInterval(watch);
await set.close();
const mebibytes = (bytes: number): number => Math.round(bytes / 2 ** 20);
process.stdout.write(
  JSON.stringify({ aliveMb: mebibytes(mostAlive), residentMb: mebibytes(process.resourceUsage().maxRSS * 1024) }),
);
