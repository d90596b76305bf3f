/**
 * Numbers equal byte strings alike: a million distinct values cost their bytes and a dozen more each, and comparing two
 * values is comparing two integers. Open addressing with a random seed, so crafted texts cannot make it slow.
 */
export class ByteDictionary {
  #heap = Buffer.alloc(1 << 16);
  #used = 0;
  /** Entry i lies between ends[i - 1] and ends[i]; entry 0 stands for NULL. */
  #ends = new Float64Array(1 << 10);
  #hashes = new Uint32Array(1 << 10);
  #slots = new Int32Array(1 << 11);
  #size = 1;
  readonly #seed = (Math.random() * 0x1_0000_0000) >>> 0;

  get size(): number {
    return this.#size;
  }

  /** The number of these bytes, from 1. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    const hash = this.#hash(bytes, start, end);
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot]!;
      if (id === 0) return this.#add(hash, slot, bytes.subarray(start, end));
      if (this.#hashes[id] === hash && this.#equals(id, bytes, start, end)) return id;
    }
  }

  /** The number of these bytes when they are known, else 0. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const hash = this.#hash(bytes, start, end);
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot]!;
      if (id === 0 || (this.#hashes[id] === hash && this.#equals(id, bytes, start, end))) return id;
    }
  }

  /** Whether the number stands for these bytes. */
  holds(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    return this.#equals(id, bytes, start, end);
  }

  internText(text: string): number {
    const bytes = Buffer.from(text);
    return this.intern(bytes, 0, bytes.length);
  }

  bytesOf(id: number): Buffer {
    return this.#heap.subarray(this.#ends[id - 1]!, this.#ends[id]!);
  }

  textOf(id: number): string {
    return this.#heap.toString("utf8", this.#ends[id - 1]!, this.#ends[id]!);
  }

  #hash(bytes: Uint8Array, start: number, end: number): number {
    let hash = this.#seed;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15) ^ this.#seed, 0x85ebca6b);
    return (hash ^ (hash >>> 13)) >>> 0;
  }

  #equals(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    let at = this.#ends[id - 1]!;
    if (this.#ends[id]! - at !== end - start) return false;
    for (let other = start; other < end; other++) if (this.#heap[at++] !== bytes[other]) return false;
    return true;
  }

  #add(hash: number, slot: number, bytes: Uint8Array): number {
    const id = this.#size++;
    if (id === this.#ends.length) {
      this.#ends = grown(this.#ends, new Float64Array(id * 2));
      this.#hashes = grown(this.#hashes, new Uint32Array(id * 2));
    }
    if (this.#used + bytes.length > this.#heap.length) {
      this.#heap = grown(
        this.#heap,
        Buffer.allocUnsafeSlow(Math.max(this.#heap.length * 2, this.#used + bytes.length)),
      );
    }
    this.#heap.set(bytes, this.#used);
    this.#used += bytes.length;
    this.#ends[id] = this.#used;
    this.#hashes[id] = hash;
    this.#slots[slot] = id;
    if (this.#size * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 1; id < this.#size; id++) {
      let slot = this.#hashes[id]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}

function grown<Numbers extends { set(values: Numbers): void }>(values: Numbers, larger: Numbers): Numbers {
  larger.set(values);
  return larger;
}
