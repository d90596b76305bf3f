import { basename, dirname, extname, join } from "node:path";
import { detail, has, type Remedy, type Seen } from "./cause.ts";

/** Puts something in the place of what is missing: a folder, a file of a similar name, or an empty one of its kind. */
export async function fileRemedies(seen: Seen): Promise<Remedy[]> {
  const folder = detail(seen, "folder", "trace.missing-folder");
  if (folder.startsWith("/") && !has(seen, "trace.missing-file") && !has(seen, "trace.looked-for-in-vain"))
    return [{ changes: [{ kind: "make-folder", path: folder }] }];
  const named = detail(seen, "path", "trace.missing-file", "output.missing-file", "trace.looked-for-in-vain");
  if (named === "") return [];
  const path = named.startsWith("/") ? named : join(seen.subject.cwd, named);
  const remedies: Remedy[] = [];
  const stem = basename(path).replace(extname(path), "");
  for (const entry of await seen.files.list(dirname(path))) {
    if (!entry.startsWith(stem) || entry === basename(path)) continue;
    const content = await seen.files.read(join(dirname(path), entry), 1 << 22);
    if (content !== undefined) remedies.push({ changes: [{ kind: "write-file", path, content, mode: 0o644 }] });
  }
  const empty = path.endsWith(".json") ? "{}\n" : "";
  const file: Remedy = { changes: [{ kind: "write-file", path, content: Buffer.from(empty), mode: 0o644 }] };
  const asFolder: Remedy = { changes: [{ kind: "make-folder", path }] };
  return [...remedies.slice(0, 1), ...(extname(path) === "" ? [asFolder, file] : [file, asFolder])];
}

/** An empty document in place of one that does not parse: if the program then lives, the document was it. */
export async function configurationRemedies(seen: Seen): Promise<Remedy[]> {
  const path = detail(seen, "path", "configuration.unparsable");
  if (path === "") return [];
  const text = (await seen.files.read(path))?.toString("utf8") ?? "";
  const mended = text.replaceAll(/,(\s*[}\]])/g, "$1").replaceAll(/^\s*\/\/.*$/gm, "");
  const tries = [mended, `${mended}}`, "{}\n"].filter((candidate) => candidate !== text && parses(candidate));
  return tries.map((candidate) => ({
    changes: [{ kind: "write-file", path, content: Buffer.from(candidate), mode: 0o644 }],
  }));
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
