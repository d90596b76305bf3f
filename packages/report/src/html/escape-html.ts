const markup: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Data as HTML text or attribute value. Control characters and those that reorder what stands around them (bidirectional embeddings,
 * overrides and isolates) are shown by their code, so that no record can disguise itself or its neighbours.
 */
export function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"']/g, (char) => markup[char]!);
}

/** The same for a text that someone else escapes. */
export function visible(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text
    .toWellFormed()
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
      (char) => `[U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`,
    );
}
