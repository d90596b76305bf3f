import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** A program to measure. */
export type Command = { name: string; argv: readonly string[]; env?: Record<string, string> };

/** One run of a command with all its child processes: CPU is user and system time, memory the peak of their sum. */
export type Sample = {
  wallMs: number;
  cpuMs: number;
  peakBytes: number;
  exitCode: number;
  stdout: string;
  stderr: string;
};

/** Medians over the runs of a command; `last` is its last run. */
export type Measured = { wallMs: number; cpuMs: number; peakBytes: number; runs: number; last: Sample };

const pollMs = 50; // reading /proc costs some milliseconds itself

/** Runs a command once. Never throws for what the command does: look at `exitCode` and `stderr`. */
export async function measureOnce(command: Command): Promise<Sample> {
  // The shell adds up the CPU time of all descendants; file descriptor 3 keeps its line apart from the command's.
  const timed = 'TIMEFORMAT="%U %S"; exec 3>&1 1>&4; { time "$@" 2>&5; } 2>&3';
  const startedAt = performance.now();
  const child = spawn("bash", ["-c", timed, "bash", ...command.argv], {
    env: { ...process.env, ...command.env, LC_ALL: "C" },
    stdio: ["ignore", "pipe", "ignore", "ignore", "pipe", "pipe"],
  });
  const [times, stdout, stderr] = [1, 4, 5].map((fd) => readAll(child.stdio[fd] as NodeJS.ReadableStream));
  let peakBytes = 0;
  const poll = setInterval(() => (peakBytes = Math.max(peakBytes, treeBytes(child.pid!))), pollMs);
  const exitCode = await new Promise<number>((resolve) => child.on("close", (code) => resolve(code ?? 128)));
  clearInterval(poll);
  const wallMs = performance.now() - startedAt;
  const cpuMs = (await times!)
    .trim()
    .split(" ")
    .reduce((sum, seconds) => sum + Number(seconds) * 1_000, 0);
  return { wallMs, cpuMs, peakBytes, exitCode, stdout: await stdout!, stderr: await stderr! };
}

/** Measures commands in turns (A B A B …), so that a slow minute of the machine hits all of them alike. */
export async function measureInTurns(commands: readonly Command[], runs: number, warmUps = 1): Promise<Measured[]> {
  const samples: Sample[][] = commands.map(() => []);
  for (let round = -warmUps; round < runs; round++) {
    for (const [at, command] of commands.entries()) {
      const sample = await measureOnce(command);
      if (round >= 0) samples[at]!.push(sample);
    }
  }
  return samples.map((each) => ({
    wallMs: median(each.map((sample) => sample.wallMs)),
    cpuMs: median(each.map((sample) => sample.cpuMs)),
    peakBytes: median(each.map((sample) => sample.peakBytes)),
    runs: each.length,
    last: each.at(-1)!,
  }));
}

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** Resident memory of a process and its descendants; 0 where there is no /proc. */
function treeBytes(root: number): number {
  const children = new Map<number, number[]>();
  const pages = new Map<number, number>();
  try {
    for (const entry of readdirSync("/proc")) if (/^\d+$/.test(entry)) readProcess(Number(entry), children, pages);
  } catch {
    return 0; // no /proc: macOS
  }
  const sum = (pid: number): number =>
    (children.get(pid) ?? []).reduce((total, child) => total + sum(child), pages.get(pid) ?? 0);
  return sum(root) * 4_096;
}

function readProcess(pid: number, children: Map<number, number[]>, pages: Map<number, number>): void {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // the name before may hold anything
    const parent = Number(fields[1]);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
    pages.set(pid, Number(fields[21]));
  } catch {
    // The process ended between listing and reading.
  }
}
