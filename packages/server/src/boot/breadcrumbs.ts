import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Phase } from "./phases.ts";

const FOLDER = "breadcrumbs";
/** Trails of killed starts are of use to the next start and to a person soon after; not for ever. */
const MOST_KEPT = 50;

/** The last step of a trail. */
export interface Breadcrumb {
  readonly pid: number;
  readonly phase: Phase;
  readonly at: string;
}

/** A trail's file: one per start, so that no start touches another one's. */
export const trailOf = (dataDir: string, instanceId: string): string => join(dataDir, FOLDER, `${instanceId}.ndjson`);

/**
 * Appends a step to the trail. The write is over when this returns: the kernel has it, and no signal to this process,
 * its launcher or both can take it back.
 */
export function dropBreadcrumb(trail: string, phase: Phase): void {
  const line = `${JSON.stringify({ v: 1, pid: process.pid, phase, at: new Date().toISOString() })}\n`;
  try {
    appendFileSync(trail, line, { mode: 0o600 });
  } catch {
    // A folder that cannot be written to is found and explained by the configuration phase.
  }
}

export function prepareTrails(dataDir: string): void {
  const folder = join(dataDir, FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const trails = readdirSync(folder).map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs }));
  for (const { name } of trails.sort((a, b) => b.at - a.at).slice(MOST_KEPT))
    rmSync(join(folder, name), { force: true });
}

/** Where a start had got to; undefined when it left no trail. */
export function lastBreadcrumb(trail: string): Breadcrumb | undefined {
  let text: string;
  try {
    text = readFileSync(trail, "utf8");
  } catch {
    return undefined;
  }
  for (const line of text.trimEnd().split("\n").reverse()) {
    try {
      return JSON.parse(line) as Breadcrumb;
    } catch {
      // A line that a full disk cut off; the one before it is whole.
    }
  }
  return undefined;
}

/** A start whose end stands in the history needs its trail no more. */
export function removeTrail(trail: string): void {
  try {
    rmSync(trail, { force: true });
  } catch {
    // Where no trail could be laid there is none to remove.
  }
}
