import { basename, dirname, join } from "node:path";
import { detail, lastOf, type Remedy, type Seen } from "./cause.ts";

const HOMES = [
  "/usr/local/bin",
  "/usr/bin",
  "/bin",
  "/usr/sbin",
  "/sbin",
  "/app",
  "/app/bin",
  "/srv",
  "/opt",
  "/usr/src/app",
  "/usr/app",
  "/",
];

/** The program may be there under a similar name, or in another folder. */
export async function commandRemedies(seen: Seen): Promise<Remedy[]> {
  const path =
    detail(seen, "path", "exec.missing-file", "engine.exec-missing") ||
    detail(seen, "command", "output.command-missing");
  if (path === "") return [];
  const name = basename(path);
  const home = path.startsWith("/") ? dirname(path) : seen.subject.cwd;
  const folders = [home, dirname(home), join(home, "bin"), seen.subject.cwd, join(seen.subject.cwd, "bin"), ...HOMES];
  const found: string[] = [];
  for (const folder of new Set(folders)) {
    for (const entry of await seen.files.list(folder)) {
      const near = entry === name || (name.length > 3 && distance(entry, name) <= 2);
      const place = join(folder, entry);
      if (near && place !== path && (await seen.files.stat(place))?.kind === "file") found.push(place);
    }
  }
  const { argv } = seen.subject;
  return found.slice(0, 3).map((place) => ({
    changes: [
      {
        kind: "command",
        argv: argv[0] === path ? [place, ...argv.slice(1)] : argv.map((word) => word.replaceAll(path, place)),
      },
    ],
  }));
}

/** Leaves out the option that was refused, or all arguments. */
export function argumentRemedies(seen: Seen): Remedy[] {
  const { argv } = seen.subject;
  const said = `${lastOf(seen, "output.usage")?.text ?? ""} ${lastOf(seen, "output.some")?.text ?? ""}`;
  const refused = argv.findIndex(
    (word, index) => index > 0 && word.startsWith("-") && said.includes(word.replace(/^--?/, "").split("=")[0] ?? word),
  );
  const without: string[][] = [];
  if (refused > 0) {
    without.push(argv.filter((_, index) => index !== refused));
    if (argv[refused + 1]?.startsWith("-") === false)
      without.push(argv.filter((_, index) => index !== refused && index !== refused + 1));
  }
  return without.map((words) => ({ changes: [{ kind: "command", argv: words }] }));
}

/** Levenshtein's distance. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
