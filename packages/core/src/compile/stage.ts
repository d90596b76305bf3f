/** What a compiled plan consists of: stages of steps, most of them relational statements, a few of them run outside SQL. */
import type { Relation, Statement } from "../dialect/nodes.ts";
import type { Side } from "../plan/vocabulary.ts";

export type Step =
  | { readonly kind: "sql"; readonly statement: Statement }
  /** Runs the steps only if the table has rows: the rare paths cost nothing when they are not needed. */
  | { readonly kind: "ifRows"; readonly table: string; readonly steps: readonly Step[] }
  /** Refuses to go on when the relation's single number exceeds the limit. */
  | { readonly kind: "pairLimit"; readonly count: Relation; readonly limit: number; readonly pass: string }
  /**
   * Exact assignment. Reads `nodes` (side 0|1, row_id, cls, content_hash) and `edges` (l, r: classes; cost, cost2: decimal texts, compared
   * lexicographically); fills `pairs` (l, r: row ids) and `ambiguous` (group_id, side, row_id).
   */
  | {
      readonly kind: "assign";
      readonly pass: string;
      readonly nodes: string;
      readonly edges: string;
      readonly pairs: string;
      readonly ambiguous: string;
    };

export interface Stage {
  readonly name: string;
  readonly steps: readonly Step[];
  /** Tables of the records that are still open after this stage. */
  readonly open?: Readonly<Record<Side, string>>;
}

export const sql = (statement: Statement): Step => ({ kind: "sql", statement });

/** What a pass leaves behind, for the stages that follow. */
export interface CompiledPass {
  readonly name: string;
  readonly index: number;
  readonly stages: readonly Stage[];
  /** Confirmed one-to-one pairs: l, r, differs, same (equal contents), left_amount, right_amount. */
  readonly pairs?: string;
  /** Other groups: group_id, net, status, confidence, explanation, reason. */
  readonly groups: string;
  /** Their members: group_id, side, row_id, amount. */
  readonly members: string;
  /** Records flagged as duplicates: side, row_id. */
  readonly flagged?: string;
}
