/** Text for XML attributes and elements of a workbook (ECMA-376 part 1, 22.9.2.19 ST_Xstring). */

/** Excel holds no more characters in a cell. */
export const MAX_CELL_CHARACTERS = 32_767;

const markup: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/**
 * Escapes markup. A character that XML cannot hold stands as `_xHHHH_`, as Excel itself writes it, and so does the underscore of a text that
 * would be taken for such an escape: the cell shows exactly what the record holds. A NUL and unpaired surrogates become U+FFFD.
 */
export function xmlText(text: string): string {
  // Most texts need nothing done to them; one look tells.
  if (!/[^\t\n\x20-\x21\x23-\x25\x27-\x3b\x3d\x3f-\x5e\x60-\ud7ff\ue000-\ufffd]/.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replaceAll("\u0000", "\ufffd")
    .replace(
      /[\u0001-\u0008\u000b-\u001f\ufffe\uffff]/g,
      (char) => `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
    )
    .replace(/[&<>"]/g, (char) => markup[char]!);
}

/** A text that fits a cell, and whether it had to be cut. */
export function fitCell(text: string): { readonly text: string; readonly cut: boolean } {
  if (text.length <= MAX_CELL_CHARACTERS) return { text, cut: false };
  return { text: `${text.slice(0, MAX_CELL_CHARACTERS - 1).replace(/[\ud800-\udbff]$/, "")}…`, cut: true };
}
