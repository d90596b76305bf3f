import { dirname } from "node:path";
import { evidence, type Evidence } from "../evidence/evidence.ts";
import { findLibraries } from "../files/find-libraries.ts";
import { findProgram } from "../files/find-program.ts";
import { hostMachine, isElf, readElf, type Elf } from "../files/read-elf.ts";
import { isInterpreted, type Sight } from "./sight.ts";

/** Looks at the files that were, or should have been, started: header, first line, mode, loader, libraries. */
export async function readExecutable(sight: Sight): Promise<Evidence[]> {
  const { subject } = sight;
  const path = subject.environment["PATH"] ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  const found: Evidence[] = [];
  for (const attempt of attempts(sight)) {
    const file = await findProgram(sight.files, attempt.path, { cwd: subject.cwd, path });
    if (attempt.errno === undefined && !attempt.suspicious) continue;
    found.push(...(await readOne(sight, file ?? attempt.path, attempt.errno)));
  }
  return found;
}

interface Attempt {
  readonly path: string;
  readonly errno?: string;
  readonly suspicious: boolean;
}

/** The programs whose files are worth a look: those that did not start, and the one that ended at once or crashed. */
function attempts(sight: Sight): Attempt[] {
  const { trace, trial, culprit } = sight;
  if (trace === undefined) {
    return [{ path: sight.subject.argv[0] ?? "", suspicious: isSuspicious(trial), ...notStarted(sight) }];
  }
  const all: Attempt[] = [];
  for (const life of trace.lives.values()) {
    const last = life.execs.at(-1);
    if (last?.errno === undefined) continue;
    // A shell tries every folder of PATH; only what it ended with counts, unless nothing existed anywhere.
    const telling = life.execs.findLast((exec) => exec.errno !== undefined && exec.errno !== "ENOENT") ?? last;
    if (life === culprit || life.pid === trace.root || life.exitCode === 127 || life.exitCode === 126) {
      all.push({
        path: bareName(telling.path, telling.errno, life.execs.length),
        errno: telling.errno ?? "",
        suspicious: true,
      });
    }
  }
  if (trial.end.kind === "not-started" && all.length === 0) {
    all.push({ path: sight.subject.argv[0] ?? "", suspicious: true, ...notStarted(sight) });
  }
  const own = culprit?.execs.findLast((exec) => exec.errno === undefined);
  const crashed = culprit?.signal !== undefined || culprit?.exitCode === 127;
  // The loader's own refusal of a version ends with 1, before the program has done anything.
  const refused = culprit?.exitCode === 1 && !isInterpreted(sight) && sight.calls.length < 120;
  if (own !== undefined && (crashed || refused)) all.push({ path: own.path, suspicious: true });
  return all;
}

/** Without a trace: an end that an executable itself could be the reason for. */
function isSuspicious({ end, output }: Sight["trial"]): boolean {
  if (end.kind === "not-started" || end.kind === "signalled") return true;
  return end.kind === "exited" && (end.code >= 126 || /shared librar|symbol|version/.test(output));
}

function bareName(path: string, errno: string | undefined, tries: number): string {
  return errno === "ENOENT" && tries > 3 ? path.slice(path.lastIndexOf("/") + 1) : path;
}

function notStarted(sight: Sight): { errno?: string } {
  return sight.trial.end.kind === "not-started" ? { errno: sight.trial.end.errno } : {};
}

async function readOne(sight: Sight, path: string, errno: string | undefined): Promise<Evidence[]> {
  const facts = path.includes("/") ? await sight.files.stat(path) : undefined;
  const found: Evidence[] = [];
  if (facts === undefined) {
    if (errno === undefined) return [];
    return [
      evidence("exec.missing-file", `starting ${path} failed with ${errno}`, { path }),
      evidence("file.missing", `there is no ${path}`, { path }),
    ];
  }
  if (errno === "EACCES" || errno === "EPERM") {
    found.push(evidence("exec.denied", `starting ${path} failed with ${errno}`, { path }));
  }
  if (errno === "ENOEXEC")
    found.push(evidence("exec.bad-format", `the kernel does not know the format of ${path}`, { path }));
  if (errno === "ENOENT") {
    found.push(
      evidence("exec.missing-interpreter", `starting ${path} failed with ENOENT although the file is there`, { path }),
    );
  }
  if ((facts.mode & 0o111) === 0) {
    found.push(
      evidence("file.not-executable", `${path} has mode ${facts.mode.toString(8)}: nobody may execute it`, {
        path,
        mode: facts.mode,
      }),
    );
  }
  if (facts.sizeBytes === 0) found.push(evidence("file.empty", `${path} is empty`, { path }));
  const bytes = await sight.files.read(path);
  if (bytes === undefined || bytes.length === 0) return found;
  if (isElf(bytes)) found.push(...(await readElfFile(sight, { path, bytes })));
  else found.push(...(await readScript(sight, { path, bytes, failed: errno !== undefined })));
  return found;
}

interface Content {
  readonly path: string;
  readonly bytes: Buffer;
}

async function readElfFile(sight: Sight, { path, bytes }: Content): Promise<Evidence[]> {
  const elf = readElf(bytes);
  if (elf === undefined || elf.missingBytes > 0) {
    const missing = elf?.missingBytes ?? 0;
    return [
      evidence(
        "elf.truncated",
        `${path} is cut off: ${missing > 0 ? `${missing} bytes are missing` : "not even its header is whole"}`,
        { path },
      ),
    ];
  }
  const found: Evidence[] = [];
  const machine = hostMachine();
  const compatible = elf.machine === machine || (machine === "x86-64" && elf.machine === "x86");
  if (!compatible) {
    return [
      evidence("elf.wrong-machine", `${path} is built for ${elf.machine}, this machine is ${machine}`, {
        path,
        machine: elf.machine,
      }),
    ];
  }
  if (elf.interpreter !== undefined && (await sight.files.stat(elf.interpreter)) === undefined) {
    const text = `${path} asks for the loader ${elf.interpreter}, which is not there`;
    return [evidence("elf.missing-loader", text, { path, loader: elf.interpreter })];
  }
  found.push(...(await readLibraries(sight, path, elf)));
  return found;
}

async function readLibraries(sight: Sight, path: string, elf: Elf): Promise<Evidence[]> {
  if (elf.needed.length === 0) return [];
  const report = await findLibraries(sight.files, { path, elf }, sight.subject.environment["LD_LIBRARY_PATH"] ?? "");
  return [
    ...report.missing.map(({ library, neededBy }) =>
      evidence("elf.missing-library", `${neededBy} needs ${library}, which no library folder holds`, { library, path }),
    ),
    ...report.versions.map(({ library, version, highest, neededBy }) =>
      evidence(
        "elf.missing-version",
        `${neededBy} needs ${version} of ${library}; the one here ends at ${highest ?? "an older one"}`,
        { library, version, path },
      ),
    ),
    ...report.unresolvedSymbols
      .slice(0, 3)
      .map((symbol) => evidence("elf.missing-symbol", `no library of ${path} defines ${symbol}`, { symbol, path })),
  ];
}

async function readScript(sight: Sight, { path, bytes, failed }: Content & { failed: boolean }): Promise<Evidence[]> {
  const line = bytes.subarray(0, 256).toString("latin1").split("\n")[0] ?? "";
  if (bytes.readUInt16BE(0) === 0xefbb && line.includes("#!")) {
    return [
      evidence("script.bad-interpreter", `${path} starts with a byte order mark, so that its first line is not read`, {
        path,
        interpreter: "",
      }),
    ];
  }
  if (!line.startsWith("#!")) {
    const kind = bytes.subarray(0, 4096).includes(0)
      ? "neither a program of this system nor a script"
      : "a text without a #! line";
    return failed
      ? [
          evidence("file.no-interpreter-line", `${path} is ${kind}`, {
            path,
            text: !bytes.subarray(0, 4096).includes(0),
          }),
        ]
      : [];
  }
  if (line.endsWith("\r")) {
    const text = `the first line of ${path} ends with a carriage return: the system looks for ${JSON.stringify(line.slice(2))}`;
    return [evidence("script.carriage-return", text, { path })];
  }
  const [interpreter = "", argument = ""] = line.slice(2).trim().split(/\s+/);
  const target = interpreter.endsWith("/env") && argument !== "" ? argument : interpreter;
  const where = { cwd: dirname(path), path: sight.subject.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin" };
  const words = line.slice(2).trim().split(/\s+/);
  const name = target === "-S" ? (words[2] ?? "") : target;
  const there = await findProgram(sight.files, name, where);
  if (there === undefined || (await sight.files.stat(there)) === undefined) {
    return [
      evidence("script.bad-interpreter", `${path} asks for the interpreter ${name}, which is not there`, {
        path,
        interpreter: name,
      }),
    ];
  }
  return [];
}
