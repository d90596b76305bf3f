/** Many texts in few large buffers: a million short strings as objects cost ten times their bytes. */
export class StringPool {
  readonly #blockBytes: number;
  #blocks: Buffer[] = [];
  #block = Buffer.alloc(0);
  #used = 0;
  #count = 0;
  /** For each text its block, start and length. */
  #places = new Uint32Array(3 * 1024);

  /** Bytes of all texts together. */
  sizeBytes = 0;

  constructor(blockBytes = 1 << 20) {
    this.#blockBytes = blockBytes;
  }

  get count(): number {
    return this.#count;
  }

  add(text: string): void {
    const length = Buffer.byteLength(text);
    if (this.#used + length > this.#block.length) this.#addBlock(length);
    this.#block.write(text, this.#used);
    this.#place(length);
    this.#used += length;
    this.sizeBytes += length;
  }

  /** The text at an index; undefined beyond the last. */
  at(index: number): string | undefined {
    if (!(index >= 0 && index < this.#count)) return undefined;
    const start = this.#places[3 * index + 1]!;
    return this.#blocks[this.#places[3 * index]!]!.toString("utf8", start, start + this.#places[3 * index + 2]!);
  }

  #addBlock(length: number): void {
    this.#block = Buffer.allocUnsafeSlow(Math.max(this.#blockBytes, length));
    this.#blocks.push(this.#block);
    this.#used = 0;
  }

  #place(length: number): void {
    const at = 3 * this.#count;
    if (at + 3 > this.#places.length) {
      const larger = new Uint32Array(this.#places.length * 2);
      larger.set(this.#places);
      this.#places = larger;
    }
    this.#places.set([Math.max(0, this.#blocks.length - 1), this.#used, length], at);
    this.#count++;
  }
}
