import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { evidence, type Evidence } from "../evidence/evidence.ts";
import { culpritPath, isInterpreted, type Sight } from "../read/sight.ts";
import { literalPieces } from "./literals.ts";

const SOURCES = /\.(rs|c|cc|cpp|cxx|go|ts|mts|cts)$/;
const MOST_FILES = 400;
const PROJECT_MARKS = ["Cargo.toml", "go.mod", "tsconfig.json", "Makefile", "CMakeLists.txt"];

/** Compares what runs with the sources it should come from: fingerprints by string literals, build notes, times. */
export async function readSource(sight: Sight, given: string | undefined): Promise<Evidence[]> {
  if (sight.trial.end.kind === "alive") return [];
  const script = scriptOf(sight);
  const target = script ?? (isInterpreted(sight) ? undefined : culpritPath(sight));
  const folder = given ?? (target === undefined ? undefined : projectAbove(dirname(resolveFrom(sight, target))));
  if (folder === undefined || target === undefined || !existsSync(folder)) return [];
  const path = resolveFrom(sight, target);
  if (/^\/(usr\/)?(s?bin|lib)\//.test(path) && given === undefined) return [];
  if (/\.[cm]?js$/.test(path)) return readJavaScript(sight, folder, path);
  return readNative(sight, folder, path);
}

function scriptOf(sight: Sight): string | undefined {
  if (!sight.program.startsWith("node")) return undefined;
  const exec = sight.culprit?.execs.findLast((each) => each.errno === undefined);
  const words = exec?.argv.length ? exec.argv : sight.subject.argv;
  return words.slice(1).find((word) => !word.startsWith("-"));
}

function resolveFrom(sight: Sight, path: string): string {
  return path.startsWith("/") ? path : join(sight.subject.cwd, path);
}

function projectAbove(folder: string): string | undefined {
  let current = folder;
  for (let level = 0; level < 4 && current !== "/"; level += 1) {
    if (PROJECT_MARKS.some((mark) => existsSync(join(current, mark)))) return current;
    current = dirname(current);
  }
  return undefined;
}

async function sourceFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter(
      (name) =>
        SOURCES.test(name) &&
        !/(^|\/)(node_modules|target|dist|build|\.git|tests?|benches)\//.test(name) &&
        !/\.(test|spec|d)\.\w+$/.test(name),
    )
    .slice(0, MOST_FILES)
    .map((name) => join(folder, name));
}

/** Whether most of the literals of the program's own entry occur in what runs. */
async function fingerprint(
  folder: string,
  bytes: Buffer,
  extensions: RegExp,
): Promise<{ present: number; absent: string[]; file: string } | undefined> {
  const files = (await sourceFiles(folder)).filter((path) => extensions.test(path));
  const entries = files.filter((path) => /^(main|index|server|app|cmd)\./.test(basename(path)));
  const chosen = entries.length > 0 ? entries : files.slice(0, 20);
  const pieces = new Map<string, string>();
  for (const path of chosen) {
    for (const piece of literalPieces(await readFile(path, "utf8"), extname(path))) pieces.set(piece, path);
  }
  if (pieces.size < 2) return undefined;
  const absent = [...pieces.keys()].filter((piece) => !bytes.includes(Buffer.from(piece)));
  return { present: pieces.size - absent.length, absent, file: pieces.values().next().value ?? "" };
}

async function readNative(sight: Sight, folder: string, path: string): Promise<Evidence[]> {
  const bytes = await sight.files.read(path);
  if (bytes === undefined) return [];
  const found: Evidence[] = [];
  const result = await fingerprint(folder, bytes, /\.(rs|c|cc|cpp|cxx|go)$/);
  const detail = { folder, path };
  if (result !== undefined) {
    const total = result.present + result.absent.length;
    if (result.present / total <= 0.15) {
      const shown = result.absent
        .slice(0, 2)
        .map((piece) => JSON.stringify(piece.slice(0, 60)))
        .join(", ");
      found.push(
        evidence(
          "source.literals-absent",
          `of ${total} texts of ${result.file}, ${result.present} occur in ${path} (missing: ${shown})`,
          detail,
        ),
      );
    } else if (result.present / total >= 0.5) {
      found.push(
        evidence(
          "source.literals-present",
          `${result.present} of ${total} texts of ${result.file} occur in ${path}: it is a build of these sources`,
          detail,
        ),
      );
    }
  }
  for (const name of ["Dockerfile", "docker/Dockerfile", "../Dockerfile"]) {
    const text = await readFile(join(folder, name), "utf8").catch(() => "");
    if (
      /(?:echo|printf)\s+['"]?fn main\(\)\s*\{[^}]*\}[^\n]*>\s*\S*main\.rs/.test(text) &&
      !/touch\s+\S*main\.rs/.test(text)
    ) {
      found.push(
        evidence(
          "source.cached-dummy-build",
          `${name} builds a dummy main first and never marks the real sources as newer`,
          detail,
        ),
      );
    }
  }
  return found;
}

async function readJavaScript(sight: Sight, folder: string, path: string): Promise<Evidence[]> {
  const detail = { folder, path };
  const missing = (await sight.files.stat(path)) === undefined;
  const notes = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".tsbuildinfo"));
  const inside = existsSync(join(folder, "dist"))
    ? (await readdir(join(folder, "dist"))).filter((name) => name.endsWith(".tsbuildinfo"))
    : [];
  if (missing && notes.length + inside.length > 0) {
    const note = notes[0] ?? `dist/${inside[0] ?? ""}`;
    return [
      evidence(
        "source.build-note-outlives-output",
        `${path} is missing, but the build note ${join(folder, note)} still says that everything is built`,
        detail,
      ),
    ];
  }
  const bytes = await sight.files.read(path);
  if (missing || bytes === undefined) return [];
  const stem = basename(path).replace(/\.[cm]?js$/, "");
  const source = (await sourceFiles(folder)).find((file) => basename(file).replace(/\.[cm]?ts$/, "") === stem);
  if (source === undefined) return [];
  const pieces = literalPieces(await readFile(source, "utf8"), ".ts");
  const absent = pieces.filter((piece) => !bytes.includes(Buffer.from(piece)));
  const newer = (await stat(source)).mtimeMs > ((await sight.files.stat(path))?.modifiedAtMs ?? 0);
  if (absent.length === 0 || pieces.length === 0) return [];
  const text = `${absent.length} of ${pieces.length} texts of ${source} do not occur in ${path}${newer ? ", which is older" : ""}`;
  return [
    evidence(absent.length / pieces.length > 0.3 ? "source.differs-from-output" : "source.output-older", text, detail),
  ];
}
