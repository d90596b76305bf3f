/**
 * Gathers the text of a string item: its `t` elements in order, those of rich-text runs included, those of phonetic
 * runs (`rPh`, reading aids over the text) left out.
 */
export class RichText {
  #text = "";
  #isInText = false;
  #isPhonetic = false;

  open(name: string): void {
    if (name === "rPh") this.#isPhonetic = true;
    else if (name === "t") this.#isInText = !this.#isPhonetic;
  }

  add(text: string): void {
    if (this.#isInText) this.#text += text;
  }

  close(name: string): void {
    if (name === "rPh") this.#isPhonetic = false;
    else if (name === "t") this.#isInText = false;
  }

  /** The text gathered since the last call. */
  take(): string {
    const text = this.#text;
    this.#text = "";
    return unescapeText(text);
  }
}

/**
 * Characters that XML cannot hold stand as `_xHHHH_` (ECMA-376 part 1, 22.9.2.19). What would be no text at all, a NUL
 * or half a surrogate pair, stays as it is written.
 */
export function unescapeText(text: string): string {
  if (!text.includes("_x")) return text;
  const plain = text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return plain.isWellFormed() && !plain.includes("\0") ? plain : text;
}
