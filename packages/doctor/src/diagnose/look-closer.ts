import { causes } from "../causes/causes.ts";
import { evidence, type Evidence } from "../evidence/evidence.ts";
import { rank } from "../rank/rank.ts";
import { readDebuggerReport } from "../read/read-debugger.ts";
import { readOutputText } from "../read/read-output.ts";
import { unite } from "../read/read-trial.ts";
import { isInterpreted } from "../read/sight.ts";
import type { Inquiry, Stage } from "./inquiry.ts";

/** From this share on a debugger would only confirm. */
const CERTAIN = 0.97;

/** A pseudo-terminal for silent programs, a debugger for compiled ones. */
export async function lookCloser(inquiry: Inquiry, stage: Stage): Promise<Stage> {
  const { room } = inquiry.given;
  const { trial } = stage;
  if (trial === undefined || trial.end.kind === "alive" || trial.end.kind === "not-started") return stage;
  if (!inquiry.mayExperiment) return stage;
  const has = (id: string): boolean => stage.evidence.some((item) => item.id === id);
  const extra: Evidence[] = [];
  if (has("output.none") && !has("probe.pending-output")) extra.push(...(await underTerminal(inquiry, stage)));
  const certain = (rank(causes, inquiry.seen(stage))[0]?.probability ?? 0) > CERTAIN;
  const native = !isInterpreted(await inquiry.sight(trial, true));
  if (!certain && native && room.debug !== undefined && inquiry.timeLeftMs > 2_000) {
    const report = await room.debug([...inquiry.base, ...stage.changes]);
    if (report !== undefined) extra.push(...readDebuggerReport(report));
  }
  return extra.length === 0 ? stage : { ...stage, evidence: inquiry.keep(unite(stage.evidence, extra)) };
}

/** A terminal makes the C library and others write each line at once: what was lost in a buffer shows. */
async function underTerminal(inquiry: Inquiry, stage: Stage): Promise<Evidence[]> {
  const { room } = inquiry.given;
  const changes = [...inquiry.base, ...stage.changes, { kind: "terminal" as const }];
  const trial = await room.run({ changes, surviveMs: 1_200, trace: false, probes: false });
  const text = ownWords(trial.output);
  if (text === "" || trial.end.kind === "alive") return [];
  const last = JSON.stringify(text.split("\n").at(-1)?.slice(0, 200));
  const shown = evidence("experiment.terminal-reveals", `under a pseudo-terminal it says: ${last}`, { text });
  return [shown, ...readOutputText(text, room.subject.environment)];
}

/** A program's output without what the shell around it adds when a signal ends it. */
export function ownWords(output: string): string {
  const added =
    /^(?:Aborted|Segmentation fault|Killed|Terminated|Bus error|Illegal instruction|Trace\/breakpoint trap|Floating point exception|Alarm clock|Broken pipe|Bad system call|Hangup|Quit|User defined signal [12]|CPU time limit exceeded|File size limit exceeded|Session terminated.*)(?: \(core dumped\))?$/gm;
  return output.replaceAll("\r\n", "\n").replaceAll(added, "").trim();
}
