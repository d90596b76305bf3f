import { type Arithmetic, bigintArithmetic, numberArithmetic } from "./arithmetic.ts";
import type { Block } from "./block.ts";
import { CheapestPath } from "./cheapest-path.ts";
import { closeLink, type FlowNetwork, networkOf, sinkOf } from "./flow-network.ts";
import type { StepBudget } from "./step-budget.ts";

/**
 * Pairs all left records of a block at minimal total cost and returns the residual network in which only the arcs of
 * zero reduced cost are open: what can be pushed round in it leads from one optimal assignment to another.
 *
 * Successive shortest paths (https://en.wikipedia.org/wiki/Hungarian_algorithm), one left class after the other, each
 * path carrying as many interchangeable records as fit.
 */
export function minimiseCost(block: Block, budget: StepBudget): FlowNetwork {
  const costs = reduceCosts(block);
  return fitsNumbers(costs, block)
    ? minimise(block, costs.map(Number), numberArithmetic, budget)
    : minimise(block, costs, bigintArithmetic, budget);
}

function minimise<T>(block: Block, costs: readonly T[], arithmetic: Arithmetic<T>, budget: StepBudget): FlowNetwork {
  const network = networkOf(block);
  const { heads } = network;
  const sourceLinks = costs.length + block.rightCounts.length;
  // Every left record has to be placed, so each class is a source of its own.
  for (let link = sourceLinks; 2 * link < heads.length; link++) closeLink(network, link);
  const linkCosts = Array.from({ length: heads.length / 2 }, (_, link) => costs[link] ?? arithmetic.zero);

  const paths = new CheapestPath(network, linkCosts, arithmetic, budget);
  block.leftCounts.forEach((count, left) => {
    let remaining = count;
    while (remaining > 0) remaining -= augment(network, paths.find(left, sinkOf(block)), remaining);
  });
  for (let link = 0; 2 * link < heads.length; link++) if (!paths.isTight(link)) closeLink(network, link);
  return network;
}

function augment({ residuals }: FlowNetwork, path: readonly number[], limit: number): number {
  let amount = limit;
  for (const arc of path) amount = Math.min(amount, residuals[arc]!);
  for (const arc of path) {
    residuals[arc]! -= amount;
    residuals[arc ^ 1]! += amount;
  }
  return amount;
}

/** Smaller costs with the same optima: a left class's costs count from its least one, then in their greatest common unit. */
function reduceCosts({ leftCounts, lefts, costs }: Block): bigint[] {
  const least = Array.from<bigint | undefined>({ length: leftCounts.length });
  costs.forEach((cost, e) => {
    const known = least[lefts[e]!];
    if (known === undefined || cost < known) least[lefts[e]!] = cost;
  });
  const differences = costs.map((cost, e) => cost - least[lefts[e]!]!);
  const unit = differences.reduce(greatestCommonDivisor, 0n);
  return unit > 1n ? differences.map((difference) => difference / unit) : differences;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/**
 * Whether all intermediate sums are safe integers. A potential is the difference of two simple residual paths' costs, so
 * at most twice (classes × greatest cost); a distance adds at most two potentials and one path to that.
 */
function fitsNumbers(costs: readonly bigint[], block: Block): boolean {
  const greatest = costs.reduce((a, b) => (a > b ? a : b), 0n);
  return greatest * BigInt(8 * (sinkOf(block) + 1)) <= BigInt(Number.MAX_SAFE_INTEGER);
}
