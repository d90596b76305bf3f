/** Successive shortest ways (Busacker and Gowen 1960): pair by pair, always the one that adds the least cost, until no more fit. */
import { HUB, type Circulation, type Step } from "./circulation.ts";
import type { WorkLimit } from "./work-limit.ts";

export function findAssignment(circulation: Circulation, limit: WorkLimit): void {
  const search = new ShortestWay(circulation, limit);
  for (let way = search.next(); way !== undefined; way = search.next())
    circulation.push(
      way,
      way.reduce((least, step) => Math.min(least, circulation.room(step)), Infinity),
    );
}

/** Costs are reduced by the distances found before, so that none is negative (Johnson). */
class ShortestWay {
  readonly #circulation: Circulation;
  readonly #limit: WorkLimit;
  /** Node behind all right classes: the hub, reached. */
  readonly #end: number;
  readonly #potential: number[];
  #distance: number[] = [];
  #last = new Int32Array(0);
  #waiting = new NodeQueue();

  constructor(circulation: Circulation, limit: WorkLimit) {
    this.#circulation = circulation;
    this.#limit = limit;
    this.#end = circulation.nodeCount;
    this.#potential = Array.from({ length: this.#end + 1 }, () => circulation.zero);
  }

  /** From the hub through left and right classes to the hub; undefined when every way is full. */
  next(): Step[] | undefined {
    this.#distance = Array.from({ length: this.#end + 1 }, () => Infinity);
    this.#last = new Int32Array(this.#end + 1).fill(-1);
    this.#waiting = new NodeQueue();
    this.#distance[HUB] = this.#circulation.zero;
    this.#waiting.add(HUB, this.#circulation.zero);
    const isDone = new Uint8Array(this.#end + 1);
    for (let node = this.#waiting.take(); node !== undefined; node = this.#waiting.take()) {
      if (isDone[node] === 1) continue;
      isDone[node] = 1;
      if (node === this.#end) return this.#wayBack();
      this.#look(node);
    }
    return undefined;
  }

  #look(node: number): void {
    const circulation = this.#circulation;
    const steps = circulation.stepsFrom(node);
    this.#limit.spend(steps.length);
    for (const step of steps) {
      if (circulation.room(step) <= 0) continue;
      const isLeaving = node === HUB;
      const isForward = step % 2 === 0;
      // From the hub into left classes only; what leads back to it ends the way, if it is not the way it came.
      if (isLeaving && !isForward) continue;
      const head = circulation.headOf(step);
      if (head === HUB && !isForward) continue;
      const to = head === HUB ? this.#end : head;
      const cost = isLeaving ? circulation.zero : circulation.costOf(step);
      const reached = this.#distance[node]! + cost + this.#potential[node]! - this.#potential[to]!;
      if (reached >= this.#distance[to]!) continue;
      this.#distance[to] = reached;
      this.#last[to] = step;
      this.#waiting.add(to, reached);
    }
  }

  #wayBack(): Step[] {
    const whole = this.#distance[this.#end]!;
    for (let node = 0; node <= this.#end; node++)
      this.#potential[node]! += this.#distance[node]! < whole ? this.#distance[node]! : whole;
    const way: Step[] = [];
    for (let node = this.#end; node !== HUB; node = this.#circulation.tailOf(way.at(-1)!)) way.push(this.#last[node]!);
    return way;
  }
}

/** A heap of nodes by distance; a node may stand in it several times. */
class NodeQueue {
  readonly #nodes: number[] = [];
  readonly #keys: number[] = [];

  add(node: number, key: number): void {
    let at = this.#nodes.push(node) - 1;
    this.#keys.push(key);
    for (let parent = (at - 1) >> 1; at > 0 && this.#keys[at]! < this.#keys[parent]!; parent = (at - 1) >> 1) {
      this.#swap(at, parent);
      at = parent;
    }
  }

  take(): number | undefined {
    const first = this.#nodes[0];
    if (first === undefined) return undefined;
    this.#swap(0, this.#nodes.length - 1);
    this.#nodes.pop();
    this.#keys.pop();
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (left < this.#keys.length && this.#keys[left]! < this.#keys[least]!) least = left;
      if (right < this.#keys.length && this.#keys[right]! < this.#keys[least]!) least = right;
      if (least === at) return first;
      this.#swap(at, least);
      at = least;
    }
  }

  #swap(a: number, b: number): void {
    [this.#nodes[a], this.#nodes[b]] = [this.#nodes[b]!, this.#nodes[a]!];
    [this.#keys[a], this.#keys[b]] = [this.#keys[b]!, this.#keys[a]!];
  }
}
