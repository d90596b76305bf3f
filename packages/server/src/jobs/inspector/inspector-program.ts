/** The inspector's process. */
import { serveWork, type WorkTold } from "@recon/duckdb/process";
import type { InspectRequest, InspectResults } from "./inspect-request.ts";

type AnyResult = InspectResults[keyof InspectResults];

async function work(request: InspectRequest, told: WorkTold): Promise<AnyResult> {
  switch (request.kind) {
    case "profile":
      return (await import("./profile-source.ts")).profileSource(request, told);
    case "preview":
      return (await import("./preview-source.ts")).previewSource(request);
    case "columns":
      return (await import("./preview-source.ts")).readColumns(request);
    case "propose":
      return propose(request);
    case "verify":
      return verify(request, told);
  }
}

async function propose(request: Extract<InspectRequest, { kind: "propose" }>): Promise<AnyResult> {
  const [{ planToYaml }, { proposePlan }] = await Promise.all([import("@recon/core"), import("@recon/duckdb")]);
  const { plan, comments, questions } = await proposePlan(request);
  return { plan, text: planToYaml(plan, comments), questions };
}

async function verify(request: Extract<InspectRequest, { kind: "verify" }>, told: WorkTold): Promise<AnyResult> {
  const { verifyResultSet } = await import("@recon/verify");
  const { folder, left, right, expect } = request;
  return verifyResultSet(folder, {
    left,
    right,
    expect,
    onProgress: (stage, rows, totalRows) => told.progress({ stage, rows, totalRows }),
  });
}

serveWork<InspectRequest, AnyResult>({ work });
