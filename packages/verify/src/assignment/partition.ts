/** Nodes 0 to n - 1 in disjoint sets that can be joined. */
export class Partition {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, node) => node);
  }

  /** One node that stands for the whole set. */
  setOf(node: number): number {
    let root = node;
    while (this.#parent[root] !== root) root = this.#parent[root]!;
    for (let at = node; at !== root;) [this.#parent[at], at] = [root, this.#parent[at]!];
    return root;
  }

  join(a: number, b: number): void {
    this.#parent[this.setOf(a)] = this.setOf(b);
  }

  isJoined(a: number, b: number): boolean {
    return this.setOf(a) === this.setOf(b);
  }
}
