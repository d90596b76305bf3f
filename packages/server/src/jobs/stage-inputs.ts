import { copyFile, link, mkdir } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { sides, type Plan, type Side } from "@recon/core";

export interface InputFile {
  readonly side: Side;
  /** As a person calls it. */
  readonly fileName: string;
  /** Where it lies. */
  readonly path: string;
}

/**
 * Lays a run's files out as its plan names them, `left/bank.csv`, under the names that people gave them: certificates and messages then speak of
 * files that a reader knows. Hard links cost nothing, and keep the bytes whatever happens to the originals.
 */
export async function stageInputs(folder: string, plan: Plan, files: readonly InputFile[]): Promise<Plan> {
  const names: Record<Side, string[]> = { left: [], right: [] };
  for (const side of sides) {
    await mkdir(join(folder, side), { recursive: true });
    for (const file of files.filter((one) => one.side === side)) {
      const name = freeName(
        file.fileName,
        names[side].map((path) => basename(path)),
      );
      await linkOrCopy(file.path, join(folder, side, name));
      names[side].push(`${side}/${name}`);
    }
  }
  return withFiles(plan, names);
}

/** The plan on files of one's choice. */
export function withFiles(plan: Plan, files: Readonly<Record<Side, readonly string[]>>): Plan {
  return {
    ...plan,
    left: { ...plan.left, files: [...files.left] },
    ...(plan.right === undefined ? {} : { right: { ...plan.right, files: [...files.right] } }),
  };
}

function freeName(name: string, taken: readonly string[]): string {
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length);
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${stem}-${n}${extension}`;
    if (!taken.some((one) => one.toLowerCase() === candidate.toLowerCase())) return candidate;
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    // Some file systems know no hard links.
    if (!["EPERM", "EXDEV", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes((error as NodeJS.ErrnoException).code ?? ""))
      throw error;
    await copyFile(from, to);
  }
}
