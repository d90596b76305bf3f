import { mkdir, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ArchiveEntry } from "./archive.ts";
import type { DockerApi } from "./docker-api.ts";
import type { Mount } from "./shapes.ts";

/** A clone's mounts: those that the original may write to are copied on write. */
export interface CopiedMounts {
  readonly binds: readonly string[];
  /** Single files that are put into the clone instead of being mounted. */
  readonly files: readonly ArchiveEntry[];
  readonly limits: readonly string[];
  remove(): Promise<void>;
}

/** Overlay volumes over the originals' folders: the engine mounts them, writes go to a scratch folder. */
export async function copyMounts(api: DockerApi, mounts: readonly Mount[]): Promise<CopiedMounts> {
  const binds: string[] = [];
  const files: ArchiveEntry[] = [];
  const limits: string[] = [];
  const volumes: string[] = [];
  // The scratch folders must lie on a file system that overlay accepts as its upper one.
  const scratch = mounts.length === 0 ? undefined : await mkdtemp("/var/tmp/doctor-volumes-").catch(() => undefined);
  for (const [index, mount] of mounts.entries()) {
    if (mount.Type === "tmpfs" || mount.Destination === "/.doctor") continue;
    if (mount.Source.endsWith("docker.sock")) {
      limits.push(`${mount.Destination}: the engine's socket is not given to a clone`);
      continue;
    }
    const source = mount.Type === "volume" && mount.Name !== undefined && !mount.RW ? mount.Name : mount.Source;
    if (!mount.RW) {
      binds.push(`${source}:${mount.Destination}:ro`);
      continue;
    }
    const facts = api.local ? await stat(mount.Source).catch(() => undefined) : undefined;
    if (facts?.isFile() === true) {
      files.push(...(await fileEntry(mount)));
      continue;
    }
    if (facts?.isDirectory() !== true || scratch === undefined || process.getuid?.() !== 0) {
      binds.push(`${source}:${mount.Destination}:ro`);
      limits.push(`${mount.Destination} could not be copied: the clone sees it read-only`);
      continue;
    }
    const [upper, work] = [join(scratch, `u${index}`), join(scratch, `w${index}`)];
    await mkdir(upper);
    await mkdir(work);
    const name = `doctor-${process.pid}-${Date.now().toString(36)}-${index}`;
    await api.json("POST", "/volumes/create", {
      body: {
        Name: name,
        Driver: "local",
        DriverOpts: {
          type: "overlay",
          device: "overlay",
          o: `lowerdir=${mount.Source},upperdir=${upper},workdir=${work}`,
        },
      },
    });
    volumes.push(name);
    binds.push(`${name}:${mount.Destination}:nocopy`);
  }
  return {
    binds,
    files,
    limits,
    remove: async () => {
      for (const name of volumes) await api.call("DELETE", `/volumes/${name}`, { query: { force: true } });
      if (scratch !== undefined) await rm(scratch, { recursive: true, force: true });
    },
  };
}

async function fileEntry(mount: Mount): Promise<ArchiveEntry[]> {
  const content = await readFile(mount.Source).catch(() => undefined);
  return content === undefined
    ? []
    : [{ name: mount.Destination.slice(1), content, mode: (await stat(mount.Source)).mode & 0o777 }];
}
