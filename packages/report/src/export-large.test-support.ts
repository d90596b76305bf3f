/** Exports a result set to each file named; run in a process of its own, so that its heap can be bounded. */
import { openResultSet } from "@recon/duckdb";
import { exportResultSet } from "./export-result-set.ts";

const [dir, ...files] = process.argv.slice(2);
const set = await openResultSet(dir!, { memoryBytes: Number(process.env["EXPORT_MEMORY_MIB"] ?? 512) * 2 ** 20 });
for (const file of files) {
  const started = performance.now();
  await exportResultSet(set, file);
  const residentMb = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(`${file.split(".").at(-1)} ${Math.round(performance.now() - started)} ms, ${residentMb} MB\n`);
}
await set.close();
