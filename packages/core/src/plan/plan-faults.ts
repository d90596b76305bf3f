import { ReconError } from "../errors.ts";

/** One fault of a plan. Lines and columns are 1-based; columns count UTF-16 units. */
export interface PlanFault {
  /** Such as `passes[2].conditions[0].field`; empty for the plan as a whole. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** More lines than this help nobody; a hostile file could hold a million faults. */
const MOST_LISTED = 100;

/** Everything that is wrong with a plan (`PLAN_INVALID`), in the order of the text. */
export class PlanFaults extends ReconError {
  readonly faults: readonly PlanFault[];

  constructor(file: string, faults: readonly PlanFault[]) {
    const ordered = faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
    const first = ordered[0];
    if (first === undefined) throw new Error("plan faults without a fault");
    super("PLAN_INVALID", listing(file, ordered), {
      at: { file, line: first.line, column: first.column, path: first.path },
    });
    this.faults = ordered;
  }
}

function listing(file: string, faults: readonly PlanFault[]): string {
  const lines = faults.slice(0, MOST_LISTED).map((fault) => {
    return `${file}:${fault.line}:${fault.column}: ${fault.message}`;
  });
  const more = faults.length - lines.length;
  return [...lines, ...(more > 0 ? [`${file}: and ${more} more`] : [])].join("\n");
}
