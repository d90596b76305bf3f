import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const file = join(import.meta.dirname, "RESULTS.md");
const opening = (name: string): string => `<!-- section: ${name} -->`;
const CLOSING = "<!-- end of section -->";

/** Puts a section under its own heading at the end of RESULTS.md, in place of what stood there. */
export function replaceSection(name: string, content: string): void {
  const rest = sectionsOf(existsSync(file) ? readFileSync(file, "utf8") : "", name);
  writeFileSync(file, `${rest.trimEnd()}\n\n${opening(name)}\n\n## ${name}\n\n${content}\n\n${CLOSING}\n`);
}

/** Sections that other programs wrote: a report that is written anew keeps them. */
export function keptSections(): string {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  return [...text.matchAll(/<!-- section: [^>]* -->[\s\S]*?<!-- end of section -->\n?/g)]
    .map(([section]) => `\n${section}`)
    .join("");
}

function sectionsOf(text: string, without: string): string {
  const start = text.indexOf(opening(without));
  if (start < 0) return text;
  const end = text.indexOf(CLOSING, start);
  return text.slice(0, start) + text.slice(end + CLOSING.length);
}
