import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { parsePlan, ReconError, resultFiles, type Certificate, type Plan, type Summary } from "@recon/core";
import { sha256 } from "../write/file-proof.ts";

const FORMAT_VERSION = 1;

export interface ResultDocuments {
  readonly summary: Summary;
  readonly certificate: Certificate;
  /** sha256 of certificate.json, as every run prints it. */
  readonly certificateHash: string;
  readonly plan: Plan;
}

/** Reads the documents of a result set; throws `RESULT_INVALID` where the folder is none, or of a format this version does not know. */
export async function checkResultFolder(dir: string): Promise<ResultDocuments> {
  await requireFiles(dir);
  const texts = {
    summary: await text(dir, "summary.json"),
    certificate: await text(dir, "certificate.json"),
    plan: await text(dir, "plan.json"),
  };
  const summary = document<Summary>(dir, "summary.json", texts.summary);
  const certificate = document<Certificate>(dir, "certificate.json", texts.certificate);
  if (summary.runId !== certificate.runId) {
    throw invalid(
      dir,
      "summary.json and certificate.json are of two different runs; the folder was put together from several",
    );
  }
  return { summary, certificate, certificateHash: sha256(texts.certificate), plan: readPlan(dir, texts.plan) };
}

/** The fault of a folder that is not a whole result set. */
export function invalid(dir: string, what: string, cause?: unknown): ReconError {
  return new ReconError("RESULT_INVALID", `${dir}: ${what}`, { at: { file: dir }, cause });
}

async function requireFiles(dir: string): Promise<void> {
  const folder = await stat(dir).catch(() => undefined);
  if (folder === undefined) throw invalid(dir, "there is no such folder; name the folder that `recon run` wrote");
  if (!folder.isDirectory()) throw invalid(dir, "is a file; name the folder that `recon run` wrote");
  const present = await Promise.all(
    resultFiles.map(async (name) => (await stat(join(dir, name)).catch(() => undefined))?.isFile() === true),
  );
  const missing = resultFiles.filter((_, i) => !present[i]);
  if (missing.length === resultFiles.length) throw invalid(dir, "is not a result set: it holds none of its files");
  if (missing.length > 0)
    throw invalid(
      dir,
      `is not a whole result set: ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing; run the reconciliation again`,
    );
}

async function text(dir: string, name: string): Promise<string> {
  try {
    return await readFile(join(dir, name), "utf8");
  } catch (error) {
    throw invalid(dir, `${name} cannot be read (${(error as NodeJS.ErrnoException).code})`, error);
  }
}

function document<T extends { readonly formatVersion: number }>(dir: string, name: string, json: string): T {
  const value = parseJson(dir, name, json) as Partial<T> | null;
  if (typeof value !== "object" || value === null || typeof value.formatVersion !== "number")
    throw invalid(dir, `${name} has no formatVersion: it is not of a result set`);
  if (value.formatVersion !== FORMAT_VERSION) {
    throw invalid(
      dir,
      `its format version is ${value.formatVersion}, this program understands ${FORMAT_VERSION}; read it with the version of recon that wrote it, or a newer one`,
    );
  }
  return value as T;
}

function parseJson(dir: string, name: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw invalid(dir, `${name} is not JSON: the file is damaged`, error);
  }
}

function readPlan(dir: string, json: string): Plan {
  try {
    return parsePlan(json, join(dir, "plan.json"));
  } catch (error) {
    throw invalid(
      dir,
      `plan.json is not a plan this version understands: ${error instanceof Error ? error.message : String(error)}`,
      error,
    );
  }
}
