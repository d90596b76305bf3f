/** Numbers pairs of integers from 1, so that a key of several fields becomes one integer. */
export class PairDictionary {
  #firsts = new Int32Array(1 << 10);
  #seconds = new Int32Array(1 << 10);
  #slots = new Int32Array(1 << 11);
  #size = 1;

  get size(): number {
    return this.#size;
  }

  intern(first: number, second: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hashPair(first, second) & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot]!;
      if (id === 0) return this.#add(slot, first, second);
      if (this.#firsts[id] === first && this.#seconds[id] === second) return id;
    }
  }

  /** 0 when the pair has no number. */
  find(first: number, second: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hashPair(first, second) & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot]!;
      if (id === 0 || (this.#firsts[id] === first && this.#seconds[id] === second)) return id;
    }
  }

  #add(slot: number, first: number, second: number): number {
    const id = this.#size++;
    if (id === this.#firsts.length) {
      this.#firsts = grown(this.#firsts);
      this.#seconds = grown(this.#seconds);
    }
    this.#firsts[id] = first;
    this.#seconds[id] = second;
    this.#slots[slot] = id;
    if (this.#size * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 1; id < this.#size; id++) {
      let slot = hashPair(this.#firsts[id]!, this.#seconds[id]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}

function hashPair(first: number, second: number): number {
  let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second ^ (first >>> 16), 0x85ebca6b);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function grown(values: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2);
  larger.set(values);
  return larger;
}
