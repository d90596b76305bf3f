import { listElement, type Group, type Leaf, type Node } from "./column-schema.ts";
import type { LeafBuffer } from "./leaf-buffer.ts";
import type { LeafText } from "./leaf-format.ts";

/** One record's value of a nested column as compact JSON; NULL where the column itself is NULL. */
export interface NestedText {
  readonly text: string | null;
  readonly fault?: string | undefined;
}

type Buffers = ReadonlyMap<Leaf, LeafBuffer>;

/** Assembles the next record from the leaves' levels, as the Dremel paper describes it. */
export function nestedText(node: Node, buffers: Buffers): NestedText {
  const assembly = new Assembly(buffers);
  const text = assembly.value(node);
  return { text: text === "null" ? null : text, fault: assembly.fault };
}

/** A leaf's text as JSON: numbers and booleans bare, everything else (NaN too) as a string. */
export function leafJson(text: string, literal: boolean): string {
  return literal && /^(?:-?\d|true$|false$)/.test(text) ? text : JSON.stringify(text);
}

class Assembly {
  fault: string | undefined;
  readonly #buffers: Buffers;

  constructor(buffers: Buffers) {
    this.#buffers = buffers;
  }

  /** A node that may be absent or repeat. */
  value(node: Node): string {
    if (node.repetition === "REPEATED") return `[${this.#elements(node, () => this.#present(node)).join(",")}]`;
    if (this.#firstOf(node).definition < node.definition) {
      this.#skip(node);
      return "null";
    }
    return this.#present(node);
  }

  /** The elements of a repeated node, which is present in this record as often as its first leaf repeats. */
  #elements(node: Node, element: () => string): string[] {
    const first = this.#firstOf(node);
    if (first.definition < node.definition) {
      this.#skip(node);
      return [];
    }
    const texts: string[] = [];
    do texts.push(element());
    while (first.repetition === node.level);
    return texts;
  }

  #present({ name, content }: Node): string {
    if (content.kind === "leaf") return this.#leaf(this.#buffers.get(content)!);
    if (content.shape === "list") return this.#list(content, name);
    if (content.shape === "map") return this.#map(content);
    const fields = content.children.map((child) => `${JSON.stringify(child.name)}:${this.value(child)}`);
    return `{${fields.join(",")}}`;
  }

  #list({ children }: Group, name: string): string {
    const repeated = children[0]!;
    const inner = listElement(repeated, name);
    const element = inner === undefined ? () => this.#present(repeated) : () => this.value(inner);
    return `[${this.#elements(repeated, element).join(",")}]`;
  }

  #map({ children }: Group): string {
    const repeated = children[0]!;
    const [key, value] = (repeated.content as Group).children;
    const entries = this.#elements(repeated, () => {
      const name = this.#read(this.#buffers.get(key!.firstLeaf)!) ?? "null";
      return `${JSON.stringify(name)}:${this.value(value!)}`;
    });
    return `{${entries.join(",")}}`;
  }

  #leaf(buffer: LeafBuffer): string {
    const text = this.#read(buffer);
    return text === undefined ? "null" : leafJson(text, buffer.leaf.format.literal);
  }

  #read(buffer: LeafBuffer): string | undefined {
    const text: LeafText | undefined = buffer.take();
    if (text === undefined || typeof text === "string") return text;
    this.fault ??= text.reason;
    return text.text;
  }

  #firstOf(node: Node): LeafBuffer {
    return this.#buffers.get(node.firstLeaf)!;
  }

  /** An absent node still has one entry in each of its leaves. */
  #skip({ content }: Node): void {
    if (content.kind === "leaf") this.#buffers.get(content)!.take();
    else for (const child of content.children) this.#skip(child);
  }
}
