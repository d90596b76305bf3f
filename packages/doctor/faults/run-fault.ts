import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { withFaultPorts } from "./fault-ports.ts";
import type { Fault } from "./fault.ts";

const run = promisify(execFile);
const MAIN = fileURLToPath(new URL("doctor-main.ts", import.meta.url));

/** The part of the doctor's JSON report that the laboratory looks at. */
export interface Report {
  readonly verdict: string;
  readonly cause: string | null;
  readonly certainty: string;
  readonly summary: string;
  readonly causes: readonly { readonly id: string; readonly certainty: string }[];
  readonly hypotheses: readonly { readonly cause: string; readonly probability: number }[];
  readonly evidence: readonly { readonly id: string; readonly source: string; readonly text: string }[];
  readonly trials: readonly { readonly outcome: string }[];
  readonly elapsedMs: number;
}

export interface Outcome {
  readonly fault: Fault;
  readonly report?: Report;
  readonly exitCode?: number;
  readonly skipped?: string;
  readonly wallMs: number;
  readonly text: string;
}

const PATH = [
  dirname(process.execPath),
  join(homedir(), ".cargo/bin"),
  "/usr/local/go/bin",
  process.env["PATH"] ?? "",
].join(":");
const TOOLCHAIN = Object.fromEntries(
  Object.entries(process.env).filter(([name]) =>
    /^(PATH|HOME|RUSTUP_HOME|CARGO_HOME|GOCACHE|GOROOT|XDG_CACHE_HOME)$/.test(name),
  ),
);

/** What this machine lacks for a fault, in words; undefined when nothing. */
export function lacks(fault: Pick<Fault, "build" | "needsRoot">): string | undefined {
  if (fault.needsRoot === true && process.getuid?.() !== 0) return "needs root";
  for (const [tool = ""] of fault.build ?? []) {
    if (!PATH.split(":").some((folder) => existsSync(join(folder, tool)))) return `needs ${tool}`;
  }
  return undefined;
}

/** Lays out a fault in a folder of its own, has the doctor examine it, and takes everything away again. */
export async function runProcessFault(fault: Fault, flags: readonly string[] = []): Promise<Outcome> {
  const lacking = lacks(fault);
  if (lacking !== undefined) return { fault, skipped: lacking, wallMs: 0, text: "" };
  const folder = await mkdtemp(join(tmpdir(), "fault-"));
  await chmod(folder, 0o755);
  const undo: (() => Promise<void>)[] = [];
  try {
    await layOut(fault, folder);
    if (fault.world !== undefined) undo.push(await fault.world(folder));
    return {
      fault,
      ...(await doctor(["run", ...(flags.includes("--markdown") ? [] : ["--json"]), ...flags, "--", ...fault.argv], {
        folder,
        environment: fault.environment ?? {},
      })),
    };
  } finally {
    for (const each of undo) await each();
    await rm(folder, { recursive: true, force: true });
  }
}

export async function layOut(fault: Pick<Fault, "files" | "modes" | "build">, folder: string): Promise<void> {
  for (const [name, content] of Object.entries(fault.files ?? {})) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === "string" ? withFaultPorts(content) : content);
    await chmod(path, fault.modes?.[name] ?? 0o755);
  }
  for (const [tool = "", ...args] of fault.build ?? []) {
    await run(tool, args, { cwd: folder, env: { ...TOOLCHAIN, PATH } });
  }
}

/** Runs the doctor's own program and reads its report. */
export function doctor(
  args: readonly string[],
  where: {
    readonly folder: string;
    readonly environment: Readonly<Record<string, string>>;
    readonly beside?: readonly string[];
  },
): Promise<Pick<Outcome, "report" | "exitCode" | "wallMs" | "text">> {
  const began = Date.now();
  return new Promise((resolve) => {
    const [command = "", ...words] = [...(where.beside ?? []), process.execPath, "--conditions=source", MAIN, ...args];
    const child = spawn(command, words, {
      cwd: where.folder,
      env: { ...TOOLCHAIN, PATH, ...where.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks: Buffer[] = [];
    const take = (chunk: Buffer): number => chunks.push(chunk);
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("close", (code) => {
      const text = Buffer.concat(chunks).toString("utf8");
      const report = parse(text);
      resolve({ ...(report === undefined ? {} : { report }), exitCode: code ?? -1, wallMs: Date.now() - began, text });
    });
  });
}

function parse(text: string): Report | undefined {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return undefined;
  }
}

/** Whether the doctor was right: the true cause first (and the one behind it named), or no cause for a control. */
export function isRight({ fault, report }: Outcome): boolean {
  if (report === undefined) return false;
  if (fault.cause === "healthy" || fault.cause === "cannot-tell") return report.verdict === fault.cause;
  const second = fault.behind === undefined || report.causes.slice(1).some((cause) => cause.id === fault.behind);
  return report.cause === fault.cause && second;
}
