/** Nothing is left over that a pass had to take, nothing is taken that it had to leave, and every break is listed. */
import { sides } from "@recon/core";
import { checkBreaks } from "../completeness/check-breaks.ts";
import { checkCandidatePass } from "../completeness/check-candidate-pass.ts";
import { checkGroupedPass } from "../completeness/check-grouped-pass.ts";
import { checkKeyedPass } from "../completeness/check-keyed-pass.ts";
import { checkNettedPass } from "../completeness/check-netted-pass.ts";
import type { PassInput } from "../completeness/pass-check.ts";
import { DUPLICATE, UNMATCHED } from "../records/record-set.ts";
import { bothSides } from "../result/certificate.ts";
import { describeFault, openTable, recordFiles, tableColumns } from "../result/result-folder.ts";
import type { MatchesInput } from "./check-matches.ts";

const MAX_PAIRS = 40_000_000;

export async function checkCompleteness(input: MatchesInput): Promise<void> {
  const { model, rules, log } = input;
  const flagged = bothSides((side) => new Uint8Array(model.records[side].rowCount));
  const budget = { pairs: MAX_PAIRS, skippedBlocks: 0 };
  for (const passRules of rules) await checkPass({ ...input, rules: passRules, flagged, budget });
  checkFlags(input, flagged);
  await readBreaks(input);
  log.note("completeness", `${Math.round(MAX_PAIRS - budget.pairs)} pairs tried`);
  if (budget.skippedBlocks > 0) log.note("completeness", `${budget.skippedBlocks} blocks too large to try every pair`);
}

async function checkPass(input: PassInput): Promise<void> {
  const { pass } = input.rules;
  switch (pass.kind) {
    case "keyed":
      return checkKeyedPass(input);
    case "tolerant":
    case "similar":
      return checkCandidatePass(input);
    case "grouped":
      return checkGroupedPass(input, pass);
    case "netted":
      return checkNettedPass(input, pass);
  }
}

/** A left-over record is `duplicate` exactly when a keyed pass flagged it. */
function checkFlags({ model, log }: MatchesInput, flagged: Readonly<Record<"left" | "right", Uint8Array>>): void {
  for (const side of sides) {
    const { outcomes, rowCount } = model.records[side];
    for (let row = 0; row < rowCount; row++) {
      const wrong = flagged[side][row] ? outcomes[row] === UNMATCHED : outcomes[row] === DUPLICATE;
      if (!wrong) continue;
      const message = flagged[side][row]
        ? "unmatched, but a surplus under its key"
        : "duplicate, but no keyed pass flags it";
      log.find("completeness", message, { file: recordFiles[side], side, rowId: row + 1 });
    }
  }
}

async function readBreaks({ dir, model, rules, log }: MatchesInput): Promise<void> {
  const columns = tableColumns["breaks.parquet"];
  const file = await openTable(dir, "breaks.parquet", { checkLog: log, check: "completeness", columns });
  try {
    if (file) await checkBreaks({ model, rules, file, log });
  } catch (cause) {
    log.find("completeness", `breaks.parquet cannot be read: ${describeFault(cause)}`, { file: "breaks.parquet" });
  } finally {
    await file?.close();
  }
}
