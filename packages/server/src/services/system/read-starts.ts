import { open } from "node:fs/promises";
import { join } from "node:path";
import type { ServerStart } from "@recon/api";

const tailBytes = 256 * 1024;

/** A line of `starts.ndjson`, whose format docs/operations.md lays down. */
interface Line {
  readonly event: "started" | "ended";
  readonly instanceId: string;
  readonly pid: number;
  readonly at: string;
  readonly phase: ServerStart["phase"];
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly code: string | null;
  readonly description: string | null;
}

/** The last starts, newest first. Torn lines are passed over; a missing file is no start. */
export async function readStarts(dataDir: string, own: { instanceId: string; most: number }): Promise<ServerStart[]> {
  const lines = (await readTail(join(dataDir, "starts.ndjson"))).split("\n").flatMap(parse);
  const ends = new Map(lines.filter((line) => line.event === "ended").map((line) => [line.instanceId, line]));
  return lines
    .filter((line) => line.event === "started")
    .slice(-own.most)
    .reverse()
    .map((line) => toStart(line, ends.get(line.instanceId), own.instanceId));
}

function toStart(start: Line, end: Line | undefined, ownId: string): ServerStart {
  const base = { instanceId: start.instanceId, pid: start.pid, startedAt: start.at };
  if (end === undefined) {
    const state = start.instanceId === ownId ? "running" : "unended";
    const nothing = { endedAt: null, exitCode: null, signal: null, code: null, description: null };
    return { ...base, state, phase: state === "running" ? "ready" : start.phase, ...nothing };
  }
  const { at: endedAt, phase, exitCode, signal, code, description } = end;
  return { ...base, endedAt, state: exitCode === 0 ? "stopped" : "failed", phase, exitCode, signal, code, description };
}

function parse(text: string): Line[] {
  try {
    const line = JSON.parse(text) as Line;
    return line.event === "started" || line.event === "ended" ? [line] : [];
  } catch {
    return [];
  }
}

async function readTail(path: string): Promise<string> {
  let file;
  try {
    file = await open(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
  try {
    const { size } = await file.stat();
    const length = Math.min(size, tailBytes);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString("utf8");
  } finally {
    await file.close();
  }
}
