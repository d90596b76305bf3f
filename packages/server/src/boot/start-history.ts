import { appendFileSync, closeSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import type { Phase } from "./phases.ts";

const TAIL_BYTES = 64 * 1024;

/** A line of `starts.ndjson`. A start without an end was killed together with its launcher. */
export interface HistoryLine {
  readonly v: 1;
  readonly event: "started" | "ended";
  readonly instanceId: string;
  readonly pid: number;
  readonly at: string;
  readonly phase: Phase;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly code: string | null;
  readonly description: string | null;
}

export const historyPath = (dataDir: string): string => join(dataDir, "starts.ndjson");

/** Appends one line in one write; throws when the folder cannot be written to. */
export function appendHistory(dataDir: string, line: HistoryLine): void {
  appendFileSync(historyPath(dataDir), `${JSON.stringify(line)}\n`, { mode: 0o600 });
}

/** The last lines, oldest first; a torn or foreign line is passed over. */
export function readHistory(dataDir: string): readonly HistoryLine[] {
  const lines = readTail(historyPath(dataDir)).split("\n");
  return lines.flatMap((text) => {
    try {
      const line = JSON.parse(text) as HistoryLine;
      return line.event === "started" || line.event === "ended" ? [line] : [];
    } catch {
      return [];
    }
  });
}

function readTail(path: string): string {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return "";
  }
  try {
    const { size } = fstatSync(file);
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(file, buffer, 0, buffer.length, Math.max(0, size - TAIL_BYTES));
    return buffer.toString("utf8");
  } catch {
    return "";
  } finally {
    closeSync(file);
  }
}
