/** The folder holds exactly the files that the certificate lists, byte for byte, and its two JSON files agree. */
import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { sides } from "@recon/core";
import type { Pace } from "../pace.ts";
import type { CheckLog } from "../report.ts";
import { parseCertificate, parseSummary, type Certificate, type Summary } from "../result/certificate.ts";
import {
  certificateFile,
  describeFault,
  hashFile,
  listedFiles,
  readSmallFile,
  requireRegularFile,
} from "../result/result-folder.ts";

export interface FolderFacts {
  readonly certificateHash: string;
  readonly certificate: Certificate | undefined;
  readonly summary: Summary | undefined;
  readonly planBytes: Buffer | undefined;
}

export async function checkFiles(dir: string, log: CheckLog, pace: Pace): Promise<FolderFacts> {
  const names = await listFolder(dir, log);
  const bytes = await attempt(log, certificateFile, () => readSmallFile(dir, certificateFile));
  const certificateHash = bytes ? createHash("sha256").update(bytes).digest("hex") : "";
  const certificate = bytes && (await attempt(log, certificateFile, () => parseCertificate(bytes)));
  for (const name of names) {
    if (name !== certificateFile && !listedFiles.includes(name))
      log.find("files", `${name} is unexpected`, { file: name });
  }
  if (certificate) await checkListed(dir, { certificate, log, pace });
  const planBytes = await attempt(log, "plan.json", () => readSmallFile(dir, "plan.json"));
  if (certificate && planBytes && createHash("sha256").update(planBytes).digest("hex") !== certificate.planHash) {
    log.find("files", "planHash is not the sha256 of plan.json", { file: "plan.json" });
  }
  const summary = await attempt(log, "summary.json", async () =>
    parseSummary(await readSmallFile(dir, "summary.json")),
  );
  if (certificate && summary) compareFacts(certificate, summary, log);
  log.note("files", `${certificate?.files.size ?? 0} files listed`);
  return { certificateHash, certificate, summary, planBytes };
}

async function listFolder(dir: string, log: CheckLog): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (cause) {
    log.find("files", `the folder cannot be read: ${describeFault(cause)}`);
    return [];
  }
}

async function attempt<Value>(
  log: CheckLog,
  file: string,
  read: () => Value | Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await read();
  } catch (cause) {
    log.find("files", `${file}: ${describeFault(cause)}`, { file });
    return undefined;
  }
}

async function checkListed(dir: string, run: { certificate: Certificate; log: CheckLog; pace: Pace }): Promise<void> {
  const { certificate, log, pace } = run;
  for (const name of listedFiles) {
    if (!certificate.files.has(name)) log.find("files", `the certificate does not list ${name}`, { file: name });
  }
  for (const [index, [name, entry]] of [...certificate.files].entries()) {
    await pace.step("files", index, certificate.files.size);
    // Only known names are opened: a crafted certificate cannot point outside the folder.
    if (!listedFiles.includes(name)) {
      log.find("files", `the certificate lists ${JSON.stringify(name)}, which is no file of a result set`);
      continue;
    }
    await attempt(log, name, async () => {
      const size = await requireRegularFile(join(dir, name));
      if (size !== entry.sizeBytes) throw new Error(`has ${size} bytes instead of ${entry.sizeBytes}`);
      const sha256 = await hashFile(join(dir, name), () => pace.step("files", index, certificate.files.size));
      if (sha256 !== entry.sha256) throw new Error("was altered: its sha256 is not the certificate's");
    });
  }
}

function compareFacts(certificate: Certificate, summary: Summary, log: CheckLog): void {
  for (const fact of ["runId", "engine", "planHash", "resultHash", "balanced", "startedAt"] as const) {
    if (certificate[fact] !== summary[fact]) {
      log.find("files", `summary.json and certificate.json disagree on ${fact}`, { file: "summary.json" });
    }
  }
  for (const side of sides) {
    const records = certificate.sources[side].reduce((sum, source) => sum + source.records, 0);
    if (records !== summary.sides[side].rows) {
      log.find("files", `the ${side} sources hold ${records} records, summary.json says ${summary.sides[side].rows}`, {
        side,
      });
    }
  }
}
