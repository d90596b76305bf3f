import type { Evidence, EvidenceId } from "../evidence/evidence.ts";
import type { Change } from "../experiment/change.ts";
import type { Subject } from "../experiment/trial.ts";
import type { FileTree } from "../files/file-tree.ts";

/** The facts of a container's surroundings that remedies and patches need. */
export interface Surroundings {
  readonly kind: "command" | "process" | "container" | "unit" | "image";
  readonly name: string;
  readonly composeService?: string;
  readonly restartPolicy?: string;
}

/** Everything a hypothesis may look at. */
export interface Seen {
  readonly all: readonly Evidence[];
  readonly subject: Subject;
  readonly files: FileTree;
  readonly surroundings: Surroundings;
}

export interface Explanation {
  /** What happened, in one sentence with the names that matter. */
  readonly summary: string;
  /** What to do about it. */
  readonly action: string;
  /** The exact change: a command, or lines for a file. */
  readonly patch?: string;
}

/** A candidate fix as the changes of one trial. Survival with only this change is the proof. */
export interface Remedy {
  readonly changes: readonly Change[];
  /** How the trial shows that the fix works; by default the program stays up or ends well. */
  readonly shows?: "survives" | "stops-in-time" | "says-more" | "fails-openly" | "ends-once";
}

/** Bits of evidence: +1 doubles the odds, −1 halves them. */
type Weights = Readonly<Partial<Record<EvidenceId, number>>>;

/** One cause: its table, what it means and what mends it. A new cause is a new file and a line in `causes.ts`. */
export interface Cause {
  readonly id: string;
  readonly title: string;
  /** Bits before anything is seen; the unknown cause stands at 0. */
  readonly prior: number;
  readonly raises: Weights;
  readonly lowers: Weights;
  /** At least one of these must have been seen; without it, anything that raises the cause by two bits or more. */
  readonly needs?: readonly EvidenceId[];
  explain(seen: Seen): Explanation;
  remedies?(seen: Seen): Remedy[] | Promise<Remedy[]>;
}

export function has(seen: Seen, id: EvidenceId): boolean {
  return seen.all.some((item) => item.id === id);
}

export function lastOf(seen: Seen, ...ids: readonly EvidenceId[]): Evidence | undefined {
  for (const id of ids) {
    const found = seen.all.findLast((item) => item.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A detail of the last evidence of the first kind that has it, as text. */
export function detail(seen: Seen, name: string, ...ids: readonly EvidenceId[]): string {
  for (const id of ids) {
    const found = seen.all.findLast((item) => item.id === id && String(item.detail[name] ?? "") !== "");
    if (found !== undefined) return String(found.detail[name]);
  }
  return "";
}

/** An environment setting in the notation of where the program runs. */
export function environmentPatch(seen: Seen, name: string, value: string): string {
  const { kind, composeService } = seen.surroundings;
  if (composeService !== undefined) {
    return `services:\n  ${composeService}:\n    environment:\n+     ${name}: ${JSON.stringify(value)}`;
  }
  if (kind === "unit") return `[Service]\n+Environment=${name}=${value}`;
  if (kind === "container" || kind === "image") return `docker run -e ${name}=${value} …`;
  return `export ${name}=${value}`;
}

/** A service setting in compose notation, or the matching option of docker run. */
export function servicePatch(seen: Seen, lines: readonly string[], option: string): string {
  const { composeService } = seen.surroundings;
  if (composeService === undefined) return option;
  return ["services:", `  ${composeService}:`, ...lines.map((line) => `+   ${line}`)].join("\n");
}
