import { join } from "node:path";
import { evidence, type Evidence } from "../evidence/evidence.ts";
import { isElf } from "../files/read-elf.ts";
import { ended, type Sight } from "./sight.ts";

/** Reads the shell scripts that were started, and inline ones, for variables that they insist on. */
export async function readScripts(sight: Sight): Promise<Evidence[]> {
  if (!ended(sight)) return [];
  const found = new Map<string, Evidence>();
  for (const { text, name } of await scriptsOf(sight)) {
    for (const variable of insistedOn(text)) {
      const value = sight.subject.environment[variable];
      if (value !== undefined && value !== "") continue;
      const state = value === undefined ? "not set" : "empty";
      found.set(
        variable,
        evidence("script.requires-variable", `${name} insists on ${variable}, which is ${state}`, {
          name: variable,
          path: name,
        }),
      );
    }
  }
  return [...found.values()];
}

export async function scriptsOf(sight: Sight): Promise<{ name: string; text: string; path?: string }[]> {
  const { argv, cwd } = sight.subject;
  const inline = argv.flatMap((word, index) =>
    /^-\w*c$/.test(argv[index - 1] ?? "") ? [{ name: "the command line", text: word }] : [],
  );
  const paths = new Set<string>();
  // Only scripts that were still running at the end can have ended it; one that has exec'd something else has not.
  for (const life of [sight.culprit, sight.trace?.lives.get(sight.trace.root)]) {
    const exec = life?.execs.findLast((each) => each.errno === undefined);
    if (exec !== undefined)
      paths.add(exec.path).add(exec.argv.find((word, index) => index > 0 && !word.startsWith("-")) ?? "");
  }
  if (sight.trace === undefined) for (const word of argv) paths.add(word);
  const scripts: { name: string; text: string; path: string }[] = [];
  for (const path of paths) {
    if (path === "" || path.length > 300 || path.includes("\n") || /\.(js|mjs|cjs|py|rb|json|yaml|yml)$/.test(path))
      continue;
    const place = path.startsWith("/") ? path : join(cwd, path);
    const facts = await sight.files.stat(place);
    if (facts?.kind !== "file" || facts.sizeBytes > 100_000) continue;
    const bytes = await sight.files.read(place, 100_000);
    if (bytes === undefined || isElf(bytes)) continue;
    const text = bytes.toString("utf8");
    if (/^#!.*\b(ba|da|a|z|k)?sh\b/.test(text) || path.endsWith(".sh")) scripts.push({ name: path, text, path: place });
  }
  return [...inline, ...scripts];
}

/** `${NAME:?…}`, `[ -z "$NAME" ]`, `test -z`, and any use under `set -u`. */
function insistedOn(script: string): string[] {
  const names = new Set<string>();
  const code = script.replace(/^\s*#.*$/gm, "");
  for (const match of code.matchAll(/\$\{(\w+):?\?/g)) names.add(match[1] ?? "");
  for (const match of code.matchAll(/-z\s+"?\$\{?(\w+)(?:[:-]*[-}])?\}?"?\s*\]/g)) names.add(match[1] ?? "");
  for (const match of code.matchAll(/\[\[?\s+-n\s+"?\$\{?(\w+)[^\]]*\]\]?\s*\|\|/g)) names.add(match[1] ?? "");
  if (/^\s*set\s+-\w*u|^\s*set\s+.*-o\s+nounset/m.test(code)) {
    for (const match of code.matchAll(/\$(?:\{(\w+)\}|([A-Za-z_]\w*))/g)) {
      const name = match[1] ?? match[2] ?? "";
      const assigned = new RegExp(
        `(^|[\\s;])(?:export\\s+|local\\s+|readonly\\s+)?${name}=|\\bfor\\s+${name}\\b|\\bread\\s+(?:-\\w+\\s+)*${name}\\b`,
        "m",
      );
      if (!assigned.test(code)) names.add(name);
    }
  }
  return [...names].filter((name) => /^[A-Z][A-Z0-9_]+$/.test(name));
}
