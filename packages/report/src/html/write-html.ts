import type { ResultSet } from "@recon/duckdb";
import type { ExportOptions } from "../export-options.ts";
import type { OutputFile } from "../output/output-file.ts";
import { writeBreaks } from "./breaks-section.ts";
import { chartSection } from "./chart-section.ts";
import { escapeHtml } from "./escape-html.ts";
import { pageStyle } from "./page-style.ts";
import { outcomeSection, proofSection, titleSection } from "./summary-section.ts";

/** Nothing may be fetched and nothing may run, even if some text of the data should slip through as markup. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const DEFAULT_BREAKS_LISTED = 1000;

/** One page that opens anywhere, offline: no script, no request, charts drawn as it is written. */
export async function writeHtml(
  set: ResultSet,
  file: OutputFile,
  { maxBreaksListed = DEFAULT_BREAKS_LISTED }: ExportOptions,
): Promise<void> {
  const breaks = (await set.breaksByReason()).reduce((sum, { count }) => sum + count, 0);
  await file.write(
    `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">` +
      `<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">` +
      `<title>${escapeHtml(set.plan.name)} – reconciliation report</title><style>${pageStyle}</style></head>\n<body><main>\n`,
  );
  await file.write(`${titleSection(set, breaks)}\n${outcomeSection(set)}\n${await chartSection(set)}\n`);
  await writeBreaks(set, file, maxBreaksListed);
  await file.write(`\n${proofSection(set)}\n</main></body></html>\n`);
}
