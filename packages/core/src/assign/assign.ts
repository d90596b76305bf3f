import type { AssignmentProblem, AssignOptions, Assignment } from "./assignment.ts";
import { type Block, wholeBlock } from "./block.ts";
import { splitByCardinality } from "./cardinality-blocks.ts";
import { certify } from "./certify.ts";
import { splitByConnection, splitIntoLots } from "./connected-parts.ts";
import { minimiseCost } from "./minimum-cost.ts";
import { certifyStar } from "./star.ts";
import { BudgetExhausted, StepBudget } from "./step-budget.ts";
import { Verdicts } from "./verdicts.ts";

/** Ten seconds to a few minutes of one core for a single part; parts of everyday size need a millionth of it. */
const defaultMaxSteps = 500_000_000;

/**
 * Decides one-to-one assignment exactly (docs/matching.md, section 5): per connected component as many pairs as possible,
 * then minimal total cost. Confirmed is what every optimal assignment holds; what differs between optimal assignments
 * comes back as ambiguities; classes in neither stay open.
 *
 * The result is a property of the problem: it does not depend on the order of classes or edges, and exchanging the sides
 * exchanges the result. Only whether a component as large as the budget is `exhausted` can depend on the numbering, so
 * number classes by content.
 */
export function assign(problem: AssignmentProblem, options: AssignOptions = {}): Assignment {
  requireSound(problem);
  const verdicts = new Verdicts(problem);
  const solver: Solver = { verdicts, maxSteps: options.maxSteps ?? defaultMaxSteps };
  const halves: Block[] = [];
  solve(wholeBlock(problem), solver, (lot, budget) => halves.push(...splitByCardinality(lot, budget)));
  for (const half of halves) {
    solve(half, solver, (lot, budget) => {
      verdicts.record(lot, certify(lot, minimiseCost(lot, budget), budget));
    });
  }
  return verdicts.sumUp();
}

interface Solver {
  readonly verdicts: Verdicts;
  readonly maxSteps: number;
}

type Work = (block: Block, budget: StepBudget) => void;

/** Decides what has a closed form and works on the rest of the block, part by part. */
function solve(block: Block, solver: Solver, work: Work): void {
  const { stars, lots } = splitIntoLots(block);
  for (const star of stars) solver.verdicts.record(star, certifyStar(star));
  for (const lot of lots) {
    if (finishes(lot, solver, work)) continue;
    // No component pays for its neighbours.
    for (const component of splitByConnection(lot)) {
      if (!finishes(component, solver, work)) solver.verdicts.recordExhausted(component);
    }
  }
}

function finishes(block: Block, { maxSteps }: Solver, work: Work): boolean {
  try {
    work(block, new StepBudget(maxSteps));
    return true;
  } catch (error) {
    if (error instanceof BudgetExhausted) return false;
    throw error;
  }
}

/** A caller's slip here would otherwise come out as a wrong match. */
function requireSound({ leftCounts, rightCounts, edges }: AssignmentProblem): void {
  for (const count of [...leftCounts, ...rightCounts]) {
    if (!Number.isSafeInteger(count) || count < 1) throw new Error(`class of ${count} records`);
  }
  for (const { left, right, cost } of edges) {
    if (leftCounts[left] === undefined || rightCounts[right] === undefined || cost < 0n) {
      throw new Error(`candidate (${left}, ${right}) of cost ${cost} names no class or has a negative cost`);
    }
  }
  const seen = edges.map(({ left, right }) => left * rightCounts.length + right).sort((a, b) => a - b);
  if (seen.some((pair, index) => pair === seen[index + 1])) throw new Error("two candidates join the same classes");
}
