/** The end of a run: documents and proofs, and the result set in its place. */
import type { BothSides } from "../both-sides.ts";
import {
  type Certificate,
  type CompiledPlan,
  type FileProof,
  type OutputInput,
  type SourceProof,
  type Summary,
} from "@recon/core";
import { type LoadedSide } from "../load/load-side.ts";
import { type OpenedSide } from "../load/open-side.ts";
import { fileProof } from "../write/file-proof.ts";
import type { ResultFolder } from "../write/result-folder.ts";
import { writeJsonFile } from "../write/write-result-set.ts";
import { type RunReport, VERSION } from "./run-request.ts";

export interface Matched {
  readonly compiled: CompiledPlan;
  readonly output: OutputInput;
  readonly control: BothSides<Record<string, string>>;
  readonly planText: string;
  readonly summary: () => Summary;
}

interface Finished extends Matched {
  readonly files: Record<string, FileProof>;
  readonly sources: BothSides<SourceProof[]>;
}

/** Plan, summary and certificate; then the result set is whole. */
export async function finish(folder: ResultFolder, finished: Finished): Promise<RunReport> {
  const { files, sources, control } = finished;
  files["plan.json"] = await writeJsonFile(folder, "plan.json", finished.planText);
  const summary = finished.summary();
  files["summary.json"] = await writeJsonFile(folder, "summary.json", `${JSON.stringify(summary, null, 2)}\n`);
  const { runId, engine, planHash, resultHash, balanced, startedAt } = summary;
  const certificate: Certificate = {
    formatVersion: 1,
    runId,
    version: VERSION,
    engine,
    planHash,
    resultHash,
    balanced,
    startedAt,
    sources,
    controlTotals: control,
    files,
  };
  const { sha256: certificateHash } = await writeJsonFile(
    folder,
    "certificate.json",
    `${JSON.stringify(certificate, null, 2)}\n`,
  );
  folder.finish();
  return { summary, certificateHash, outDir: folder.target };
}

export async function proveSources(opened: OpenedSide): Promise<Omit<SourceProof, "records">[]> {
  const proofs = [];
  for (const { name, file } of opened.files) proofs.push({ path: name, ...(await fileProof(file.path)) });
  return proofs;
}

export const sourceProofs = (proofs: readonly Omit<SourceProof, "records">[], loaded: LoadedSide): SourceProof[] =>
  proofs.map((proof, i) => ({ ...proof, records: loaded.fileRows[i]! }));
