/** What all optimal assignments have in common, read off one of them: where flow can move at no cost, another one is as good. */
import type { Circulation, Step } from "./circulation.ts";
import { Partition } from "./partition.ts";
import type { WorkLimit } from "./work-limit.ts";

export interface CertainPairs {
  /** Of each pair of classes, by its position: the fewest pairs over all optimal assignments. */
  readonly least: Int32Array;
  /** Class nodes that pairs join whose number varies between optimal assignments. */
  readonly varying: Partition;
}

/** `circulation` is optimal and comes back as it was. */
export function certainPairs(
  circulation: Circulation,
  pairs: readonly { readonly left: number; readonly right: number }[],
  limit: WorkLimit,
): CertainPairs {
  const least = new Int32Array(pairs.length);
  const varying = new Partition(circulation.nodeCount);
  const circles = circlesOf(circulation, limit);
  for (let at = 0; at < pairs.length; at++) {
    const arc = circulation.pairArc(at);
    if (!circulation.isFree(arc)) continue;
    const forward = 2 * arc;
    const flow = circulation.flow[arc]!;
    const [left, right] = [circulation.tailOf(forward), circulation.headOf(forward)];
    if (flow > 0) least[at] = flow - mostAround(circulation, forward, limit);
    const varies =
      flow === 0
        ? circles[left] === circles[right]
        : least[at]! < flow || wayAround(circulation, forward + 1, limit) !== undefined;
    if (varies) varying.join(left, right);
  }
  return { least, varying };
}

/** How much of an arc's flow can take other ways at no cost. */
function mostAround(circulation: Circulation, step: Step, limit: WorkLimit): number {
  const pushed: { way: Step[]; amount: number }[] = [];
  let most = 0;
  const back = step + 1;
  for (;;) {
    const way = circulation.room(back) > 0 ? wayAround(circulation, step, limit) : undefined;
    if (way === undefined) break;
    const amount = Math.min(circulation.room(back), ...way.map((used) => circulation.room(used)));
    circulation.push([...way, back], amount);
    pushed.push({ way, amount });
    most += amount;
  }
  for (const { way, amount } of pushed) circulation.push([...way, back], -amount);
  return most;
}

/** Numbers the nodes by strongly connected part of the steps that cost nothing (Kosaraju): within a part flow can go round. */
function circlesOf(circulation: Circulation, limit: WorkLimit): Int32Array {
  const part = new Int32Array(circulation.nodeCount).fill(-1);
  const finished = finishingOrder(circulation, limit);
  for (let at = finished.length - 1; at >= 0; at--) {
    const root = finished[at]!;
    if (part[root] !== -1) continue;
    part[root] = root;
    const reached = [root];
    for (let node = reached.pop(); node !== undefined; node = reached.pop()) {
      const steps = circulation.stepsFrom(node);
      limit.spend(steps.length);
      for (const step of steps) {
        // Against the direction: the same arc the other way.
        const head = circulation.headOf(step);
        if (part[head] !== -1 || !isOpen(circulation, step ^ 1)) continue;
        part[head] = root;
        reached.push(head);
      }
    }
  }
  return part;
}

function finishingOrder(circulation: Circulation, limit: WorkLimit): number[] {
  const [order, isSeen] = [[] as number[], new Uint8Array(circulation.nodeCount)];
  for (let start = 0; start < circulation.nodeCount; start++) {
    if (isSeen[start] === 1) continue;
    isSeen[start] = 1;
    const path = [{ node: start, next: 0 }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const step = circulation.stepsFrom(top.node)[top.next++];
      limit.spend(1);
      if (step === undefined) {
        order.push(top.node);
        path.pop();
      } else if (isOpen(circulation, step) && isSeen[circulation.headOf(step)] === 0) {
        isSeen[circulation.headOf(step)] = 1;
        path.push({ node: circulation.headOf(step), next: 0 });
      }
    }
  }
  return order;
}

const isOpen = (circulation: Circulation, step: Step): boolean =>
  circulation.isFree(step >> 1) && circulation.room(step) > 0;

/** A way from one end of a step to the other at no cost, without the arc itself. */
function wayAround(circulation: Circulation, step: Step, limit: WorkLimit): Step[] | undefined {
  const [from, to] = [circulation.tailOf(step), circulation.headOf(step)];
  const last = new Int32Array(circulation.nodeCount).fill(-1);
  const queue = [from];
  for (let at = 0; at < queue.length; at++) {
    const steps = circulation.stepsFrom(queue[at]!);
    limit.spend(steps.length);
    for (const next of steps) {
      const head = circulation.headOf(next);
      if (last[head] !== -1 || head === from || next >> 1 === step >> 1 || !isOpen(circulation, next)) continue;
      last[head] = next;
      if (head === to) return wayTo(circulation, last, { from, to });
      queue.push(head);
    }
  }
  return undefined;
}

function wayTo(circulation: Circulation, last: Int32Array, { from, to }: { from: number; to: number }): Step[] {
  const way: Step[] = [];
  for (let node = to; node !== from; node = circulation.tailOf(last[node]!)) way.push(last[node]!);
  return way;
}
