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
  for (let at = 0; at < pairs.length; at++) {
    const arc = circulation.pairArc(at);
    if (!circulation.isFree(arc)) continue;
    const forward = 2 * arc;
    const flow = circulation.flow[arc]!;
    least[at] = flow === 0 ? 0 : flow - mostAround(circulation, forward, limit);
    const ends = [circulation.tailOf(forward), circulation.headOf(forward)] as const;
    if (least[at]! < flow) varying.join(...ends);
    else if (!varying.isJoined(...ends) && wayAround(circulation, forward + 1, limit) !== undefined)
      varying.join(...ends);
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
      const isOpen = next >> 1 !== step >> 1 && circulation.room(next) > 0 && circulation.isFree(next >> 1);
      if (!isOpen || last[head] !== -1 || head === from) continue;
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
