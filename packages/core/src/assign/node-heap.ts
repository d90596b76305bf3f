/** A binary heap of nodes by a key kept outside; a node whose key falls moves up instead of entering twice. */
export class NodeHeap<T> {
  private readonly nodes: number[] = [];
  /** Place of each node in `nodes`, -1 when it is not in the heap. */
  private readonly places: Int32Array;
  private readonly keys: readonly T[];
  private readonly isLess: (a: T, b: T) => boolean;

  constructor(keys: readonly T[], isLess: (a: T, b: T) => boolean) {
    this.keys = keys;
    this.isLess = isLess;
    this.places = new Int32Array(keys.length).fill(-1);
  }

  /** Enters a node, or moves it up after its key has fallen. */
  raise(node: number): void {
    const { nodes, places, keys, isLess } = this;
    let place = places[node]! === -1 ? nodes.push(node) - 1 : places[node]!;
    const key = keys[node]!;
    while (place > 0) {
      const above = nodes[(place - 1) >> 1]!;
      if (!isLess(key, keys[above]!)) break;
      nodes[place] = above;
      places[above] = place;
      place = (place - 1) >> 1;
    }
    nodes[place] = node;
    places[node] = place;
  }

  /** Removes and returns the node with the smallest key. */
  takeFirst(): number | undefined {
    const first = this.nodes[0];
    const last = this.nodes.pop();
    if (first === undefined || last === undefined) return undefined;
    this.places[first] = -1;
    if (last !== first) this.sink(last);
    return first;
  }

  clear(): void {
    for (const node of this.nodes) this.places[node] = -1;
    this.nodes.length = 0;
  }

  private sink(node: number): void {
    const { nodes, places, keys, isLess } = this;
    const key = keys[node]!;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= nodes.length) break;
      if (below + 1 < nodes.length && isLess(keys[nodes[below + 1]!]!, keys[nodes[below]!]!)) below++;
      if (!isLess(keys[nodes[below]!]!, key)) break;
      nodes[place] = nodes[below]!;
      places[nodes[place]!] = place;
      place = below;
    }
    nodes[place] = node;
    places[node] = place;
  }
}
