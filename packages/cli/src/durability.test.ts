/** A result set that a run has reported outlasts a power failure: the system is told to write its files and names to the disk in time. */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith } from "../testing/run-recon.ts";

const canTrace = spawnSync("strace", ["-f", "-o", "/dev/null", "true"]).status === 0;
if (!canTrace) console.log("skipped: strace cannot be used here, so that files are flushed is not looked at");

interface Call {
  readonly name: string;
  readonly paths: readonly string[];
}

/** The system calls that flush or rename, in their order, with the paths they are about. */
function callsOf(folder: string): Call[] {
  const program = join(import.meta.dirname, "../bin/recon.js");
  const trace = join(folder, "trace");
  const what = "trace=fsync,fdatasync,rename,renameat,renameat2";
  execFileSync(
    "strace",
    ["-f", "-y", "-qq", "-s", "999", "-e", what, "-o", trace, process.execPath, program].concat([
      "compare",
      "a.csv",
      "b.csv",
      "--key",
      "id",
      "--out",
      "r.result",
      "--quiet",
    ]),
    { cwd: folder, stdio: "ignore", env: { ...process.env, NODE_OPTIONS: "" } },
  );
  return readFileSync(trace, "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, name] = /^\d+ +([a-z0-9]+)\(/.exec(line) ?? [];
      if (name === undefined) return [];
      const paths = [...line.matchAll(/<(\/[^>]*)>|"([^"]*)"/g)].map((found) => found[1] ?? found[2]!);
      return paths.some((path) => path.startsWith(folder)) ? [{ name, paths }] : [];
    });
}

describe("a result set", () => {
  it.skipIf(!canTrace)("is flushed before it takes its place, and its place after that", { timeout: 120_000 }, () => {
    const folder = folderWith({ "a.csv": "id,name\n1,x\n", "b.csv": "id,name\n1,x\n" });
    const calls = callsOf(folder);
    const placed = calls.findIndex(
      ({ name, paths }) => name.startsWith("rename") && paths.at(-1)?.endsWith("/r.result"),
    );
    expect(placed).toBeGreaterThan(0);
    const draft = calls[placed]!.paths.find((path) => path.endsWith(".draft"))!;
    const flushed = calls.slice(0, placed).flatMap(({ name, paths }) => (name.endsWith("sync") ? paths : []));
    const files = ["left", "right", "groups", "members", "differences", "breaks", "rejects"].map(
      (file) => `${file}.parquet`,
    );
    const documents = ["plan", "summary", "certificate"].map((file) => `${file}.json`);
    expect(flushed).toEqual(expect.arrayContaining([...files, ...documents].map((file) => join(draft, file))));
    expect(flushed.at(-1)).toBe(draft);
    expect(calls.slice(placed + 1)).toContainEqual({ name: "fsync", paths: [folder] });
  });
});
