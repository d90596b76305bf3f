import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { promisify } from "node:util";
import { toolPath } from "../experiment/tools.ts";

const run = promisify(execFile);
const TIME_LIMIT_MS = 12_000;

/**
 * Builds a copy of a source folder without any cache and returns what belongs in the place of `target`; undefined when
 * no compiler is here or the build fails. Never writes into the source folder.
 */
export async function buildFresh(folder: string, target: string): Promise<Buffer | undefined> {
  const work = await mkdtemp(join(tmpdir(), "doctor-build-"));
  try {
    const copy = join(work, "source");
    await cp(folder, copy, {
      recursive: true,
      filter: (path) =>
        !/\/(target|dist|\.git)(\/|$)/.test(relative(folder, path) === "" ? "" : `/${relative(folder, path)}`),
    });
    return await build(copy, join(work, "out"), target);
  } catch {
    return undefined;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function compiler(name: string, ...homes: readonly string[]): string | undefined {
  return toolPath(name) ?? homes.find((path) => existsSync(path));
}

async function build(source: string, out: string, target: string): Promise<Buffer | undefined> {
  const has = (name: string): boolean => existsSync(join(source, name));
  const options = { cwd: source, timeout: TIME_LIMIT_MS };
  if (/\.[cm]?js$/.test(target)) return buildTypeScript(source, out, target);
  if (has("Cargo.toml")) {
    const cargo = compiler("cargo", join(homedir(), ".cargo/bin/cargo"));
    if (cargo === undefined) return undefined;
    await run(cargo, ["build", "--release", "--offline", "--target-dir", out], options);
    const names = (await readdir(join(out, "release"))).filter((name) => !name.includes("."));
    const name =
      names.find((each) => each === basename(target)) ??
      names.find((each) => !["build", "deps", "examples", "incremental"].includes(each));
    return name === undefined ? undefined : readFile(join(out, "release", name));
  }
  const files = [
    ...(await readdir(source)),
    ...(has("src") ? (await readdir(join(source, "src"))).map((name) => `src/${name}`) : []),
  ];
  const go = files.some((name) => name.endsWith(".go")) ? compiler("go", "/usr/local/go/bin/go") : undefined;
  if (go !== undefined)
    await run(
      go,
      ["build", "-o", out, has("go.mod") ? "." : (files.find((name) => name.endsWith(".go")) ?? ".")],
      options,
    );
  const rust = files.find((name) => name.endsWith("main.rs") || name.endsWith(".rs"));
  const rustc = rust === undefined ? undefined : compiler("rustc", join(homedir(), ".cargo/bin/rustc"));
  if (go === undefined && rust !== undefined && rustc !== undefined) await run(rustc, ["-O", "-o", out, rust], options);
  const c = files.filter((name) => name.endsWith(".c"));
  const gcc = c.length === 0 ? undefined : compiler("cc");
  if (go === undefined && rustc === undefined && gcc !== undefined) await run(gcc, ["-O1", "-o", out, ...c], options);
  return existsSync(out) ? readFile(out) : undefined;
}

async function buildTypeScript(source: string, out: string, target: string): Promise<Buffer | undefined> {
  const stem = basename(target).replace(/\.[cm]?js$/, "");
  const tsc = [join(source, "node_modules/.bin/tsc"), toolPath("tsc") ?? ""].find(
    (path) => path !== "" && existsSync(path),
  );
  if (tsc === undefined || !existsSync(join(source, "tsconfig.json"))) return undefined;
  await run(tsc, ["-p", source, "--outDir", out, "--incremental", "false", "--composite", "false"], {
    cwd: source,
    timeout: TIME_LIMIT_MS,
  }).catch(() => undefined);
  const found = (await readdir(out, { recursive: true })).find((name) => basename(name) === `${stem}.js`);
  return found === undefined ? undefined : readFile(join(out, found));
}
