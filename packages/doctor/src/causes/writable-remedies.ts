import { dirname } from "node:path";
import type { EvidenceId } from "../evidence/evidence.ts";
import { detail, type Remedy, type Seen } from "./cause.ts";

/** The folder that must become writable for a path to be written. */
export function folderOf(path: string): string {
  return /\.[A-Za-z0-9]{1,6}$|\/[^/.]+$/.test(path) && path.lastIndexOf("/") > 0 ? dirname(path) : path;
}

/** Makes the place writable: the path itself when it exists, else the nearest folder above it that does. */
export async function writableRemedies(seen: Seen, ...ids: readonly EvidenceId[]): Promise<Remedy[]> {
  const places = new Set<string>();
  for (const id of ids) {
    for (const item of seen.all.filter((each) => each.id === id)) places.add(String(item.detail["path"] ?? ""));
  }
  const changes: { kind: "writable-folder"; path: string }[] = [];
  for (const path of places) {
    if (!path.startsWith("/") || path.startsWith("/proc") || path.startsWith("/sys")) continue;
    let place = path;
    const own = await seen.files.stat(path);
    if (own === undefined || detail(seen, "call", ...ids).startsWith("unlink")) place = dirname(path);
    while (place !== "/" && (await seen.files.stat(place)) === undefined) place = dirname(place);
    changes.push({ kind: "writable-folder", path: place === "/" ? path : place });
    if (own !== undefined && place === path && own.kind === "file")
      changes.push({ kind: "writable-folder", path: dirname(path) });
  }
  return changes.length === 0 ? [] : [{ changes }];
}
