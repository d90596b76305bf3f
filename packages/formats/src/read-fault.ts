import { ReconError } from "@recon/core";

/**
 * The error a person can mend behind a failed file operation: `INPUT_MISSING`, `INPUT_IS_FOLDER`, `INPUT_UNREADABLE`,
 * or `INPUT_TRUNCATED` for compressed data that end early or are damaged. A `ReconError` passes through.
 */
export function readFault(error: unknown, path: string): ReconError {
  if (error instanceof ReconError) return error;
  const code = (error as { code?: string } | null)?.code ?? "";
  const detail = { at: { file: path }, cause: error };
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new ReconError("INPUT_MISSING", `There is no file ${path}. Check the name and the folder.`, detail);
  }
  if (code === "EISDIR") return folderFault(path);
  if (code === "EACCES" || code === "EPERM") {
    return new ReconError("INPUT_UNREADABLE", `${path} may not be read: give this user read permission.`, detail);
  }
  if (code.startsWith("Z_")) return truncatedGzipFault(path, error);
  const what = error instanceof Error ? error.message : String(error);
  return new ReconError(
    "INPUT_UNREADABLE",
    `${path} cannot be read (${what}). Check the disk or copy it anew.`,
    detail,
  );
}

/** `INPUT_IS_FOLDER` for a path that names a folder. */
export function folderFault(path: string): ReconError {
  const message = `${path} is a folder: name a file in it, or all of them as ${path.replace(/[/\\]$/, "")}/*.csv.`;
  return new ReconError("INPUT_IS_FOLDER", message, { at: { file: path } });
}

function truncatedGzipFault(path: string, cause: unknown): ReconError {
  const early = (cause as { code?: unknown }).code === "Z_BUF_ERROR";
  const what = early ? "is a gzip file that ends early" : "is a damaged gzip file";
  return new ReconError("INPUT_TRUNCATED", `${path} ${what}: fetch or compress it again.`, {
    at: { file: path },
    cause,
  });
}
