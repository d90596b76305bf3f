/**
 * How a finished result set takes its place: the earlier one is renamed aside, the draft is renamed to the target, the earlier one is removed.
 * Whatever is killed in between, the target is one of the two, whole, or is found again by `restoreInterrupted`.
 */
import { existsSync, readdirSync, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ReconError } from "@recon/core/errors";
import { resultFiles } from "@recon/core/vocabulary";
import { flushFolder } from "./flush.ts";

const ASIDE = ".aside";
/** Another run may take the place between two steps; the last to come wins. */
const MAX_TRIES = 20;

/** Where a result set of that name lies: behind a link, what it points to. */
export function targetFolder(name: string): string {
  const absolute = resolve(name);
  try {
    return realpathSync(absolute);
  } catch {
    return absolute;
  }
}

/** A name beside the target that no other run uses. */
export function draftFolder(target: string): string {
  const absolute = targetFolder(target);
  return join(dirname(absolute), `.${basename(absolute)}.${process.pid}.${Date.now().toString(36)}.draft`);
}

/** Refuses a target that holds anything but a result set. */
export function requireReplaceable(target: string): void {
  const info = statSync(target, { throwIfNoEntry: false });
  if (info === undefined) return;
  if (!info.isDirectory())
    throw new ReconError("OUTPUT_REFUSED", `${target}: is a file; --out wants a folder`, { at: { file: target } });
  const names = readdirSync(target);
  const known = new Set<string>(resultFiles);
  const foreign = names.filter((name) => !known.has(name));
  if (names.length === 0 || (foreign.length === 0 && names.includes("certificate.json"))) return;
  throw new ReconError(
    "OUTPUT_REFUSED",
    `${target}: is not empty and not a result set (it holds "${foreign[0] ?? names[0]!}"); choose another --out`,
    { at: { file: target } },
  );
}

/** Puts a finished draft in place of an earlier result set. Synchronous, so that no signal is heard between its steps. */
export function putInPlace(draft: string, target: string): void {
  const aside = draft + ASIDE;
  for (let tries = 1; ; tries++) {
    requireReplaceable(target);
    try {
      if (existsSync(target)) renameSync(target, aside);
      renameSync(draft, target);
      // The earlier one goes only when the new one would be found after a power failure.
      flushFolder(dirname(target));
      return rmSync(aside, { recursive: true, force: true });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const isTaken = (code === "ENOTEMPTY" || code === "EEXIST" || code === "ENOENT") && existsSync(draft);
      if (existsSync(target)) rmSync(aside, { recursive: true, force: true });
      else if (existsSync(aside)) renameSync(aside, target);
      if (!isTaken || tries >= MAX_TRIES) throw placeFault(target, error);
    }
  }
}

function placeFault(target: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code !== "string" || error instanceof ReconError) return error;
  return new ReconError("OUTPUT_REFUSED", `${target}: cannot be put in place (${code}); choose another --out`, {
    at: { file: target },
    cause: error,
  });
}

/** How long another process may be between its two renames before it counts as dead. */
const COMMIT_MS = 1000;
const POLL_MS = 50;

/**
 * Gives a result set its name back that was renamed aside by a run which died before its own took the place; removes what such a run left when
 * there is nothing to give back. Does nothing where the folder is there and nothing lies beside it.
 */
export async function restoreInterrupted(target: string): Promise<void> {
  const absolute = targetFolder(target);
  const found = await besideTarget(absolute, "draft.aside");
  if (found.length === 0) return;
  for (let waited = 0; waited < COMMIT_MS && !existsSync(absolute); waited += POLL_MS) await wait(POLL_MS);
  for (const { path: aside } of found) {
    // Somebody else may restore at the same time, and where nothing may be written nothing can be restored.
    if (existsSync(absolute)) await rm(aside, { recursive: true, force: true }).catch(() => undefined);
    else await giveBack(aside, absolute).catch(() => undefined);
  }
}

async function giveBack(aside: string, target: string): Promise<void> {
  await rename(aside, target);
  await rm(draftOf(aside), { recursive: true, force: true });
}

const draftOf = (aside: string): string => aside.slice(0, -ASIDE.length);

/** A draft of a process that is gone is removed after this; until then another machine may be at work on a shared disk. */
const ABANDONED_MS = 24 * 3600 * 1000;

/** Removes what runs that were killed have left beside the target. */
export async function removeAbandoned(target: string): Promise<void> {
  for (const { path, pid } of await besideTarget(target, "draft")) {
    const info = await stat(path).catch(() => undefined);
    if (info === undefined || isAlive(pid) || Date.now() - info.mtimeMs < ABANDONED_MS) continue;
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Folders beside the target that `draftFolder` named, with this ending. */
async function besideTarget(target: string, ending: "draft" | "draft.aside"): Promise<{ path: string; pid: number }[]> {
  const folder = dirname(target);
  const prefix = `.${basename(target)}.`;
  // Nothing but the number of a process and a time may stand between: `month` is not `month.result`.
  const rest = new RegExp(`^(\\d+)\\.[0-9a-z]+\\.${ending}$`);
  const names = await readdir(folder).catch(() => []);
  return names.flatMap((name) => {
    const match = name.startsWith(prefix) ? rest.exec(name.slice(prefix.length)) : null;
    return match === null ? [] : [{ path: join(folder, name), pid: Number(match[1]) }];
  });
}
