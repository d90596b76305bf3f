import { detail, type Remedy, type Seen } from "./cause.ts";
import { buildFresh } from "../identify/build-fresh.ts";

/** Puts a fresh build of the sources in the place of what runs. */
export async function rebuiltRemedies(seen: Seen): Promise<Remedy[]> {
  const folder = detail(
    seen,
    "folder",
    "source.literals-absent",
    "source.build-note-outlives-output",
    "source.output-older",
    "source.differs-from-output",
  );
  const path = detail(
    seen,
    "path",
    "source.literals-absent",
    "source.build-note-outlives-output",
    "source.output-older",
    "source.differs-from-output",
  );
  if (folder === "" || path === "") return [];
  const content = await buildFresh(folder, path);
  return content === undefined ? [] : [{ changes: [{ kind: "write-file", path, content, mode: 0o755 }] }];
}
