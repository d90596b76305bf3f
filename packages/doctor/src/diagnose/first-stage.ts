import { evidence, type Evidence } from "../evidence/evidence.ts";
import type { Change } from "../experiment/change.ts";
import type { Trial } from "../experiment/trial.ts";
import { reached } from "../read/read-conversations.ts";
import { ofClone, unite } from "../read/read-trial.ts";
import { verifyNetwork } from "../read/verify-network.ts";
import type { Inquiry, Stage } from "./inquiry.ts";

/** The original as far as it was seen, and a copy of it under close observation. */
export async function firstStage(inquiry: Inquiry): Promise<Stage> {
  const { original, outside, conflicts } = inquiry.given;
  const seen = original === undefined ? [] : await inquiry.read(original, false);
  if (original?.end.kind === "alive" || !inquiry.mayExperiment) {
    return { evidence: inquiry.keep(unite(outside, seen)), trial: original, changes: [] };
  }
  const baseline = await runBaseline(inquiry);
  const alive = baseline.trial.end.kind === "alive";
  inquiry.baselineAlive = alive;
  if (!alive) inquiry.unchangedMs = baseline.trial.elapsedMs;
  const own = original === undefined ? baseline.evidence : ofClone(baseline.evidence, alive);
  const rivals = alive && original !== undefined ? ((await conflicts?.(baseline.trial.listening)) ?? []) : [];
  const united = inquiry.keep(unite(outside, seen, own, rivals));
  return { evidence: united, trial: alive && original !== undefined ? original : baseline.trial, changes: [] };
}

interface Baseline {
  readonly trial: Trial;
  readonly evidence: readonly Evidence[];
}

/** A run without any change; where reality offers what the closed clone lacks, a second one with stand-ins for it. */
async function runBaseline(inquiry: Inquiry): Promise<Baseline> {
  const { elsewhere } = inquiry.given;
  const trial = await inquiry.run([]);
  const { end, elapsedMs } = trial;
  inquiry.trials.push({ changes: [], purpose: "an unchanged copy", end, outcome: "baseline", elapsedMs });
  const truth = await verifyNetwork(await inquiry.sight(trial, true), elsewhere, []);
  if (truth.standIns.length === 0) {
    return { trial, evidence: [...(await inquiry.read(trial, true)), ...truth.evidence] };
  }
  inquiry.base = truth.standIns;
  const again = await inquiry.run([]);
  const second = await verifyNetwork(await inquiry.sight(again, true), elsewhere, inquiry.base);
  const found = [...(await inquiry.read(again, true)), ...truth.evidence, ...second.evidence];
  const { outside } = inquiry.given;
  const looping = ["engine.restarting", "engine.restart-policy"].every((id) => outside.some((item) => item.id === id));
  return {
    trial: again,
    evidence: again.end.kind === "alive" ? [...found, ...nowUp(unreached(inquiry, truth.standIns), looping)] : found,
  };
}

/** What the original itself came through to was not what it lacked, whatever a copy does with a stand-in. */
function unreached(inquiry: Inquiry, standIns: readonly Change[]): Change[] {
  const { original } = inquiry.given;
  const ports = original === undefined ? [] : reached(original).map(({ port }) => port);
  return standIns.filter((change) => change.kind !== "stand-in" || !ports.includes(change.port));
}

/**
 * What answers outside now and makes a copy live: an original that ended once must have come too early. One that is
 * started again and again meanwhile reaches it too, and ends over what it answers.
 */
function nowUp(standIns: readonly Change[], looping: boolean): Evidence[] {
  return standIns.flatMap((change) =>
    change.kind === "stand-in" && change.port > 0
      ? [
          looping
            ? spokenTo(change)
            : evidence(
                "ports.dependency-up-now",
                `a copy stays up when ${change.host}:${change.port} answers, and it answers now`,
                { host: change.host, port: change.port },
              ),
        ]
      : [],
  );
}

function spokenTo({ host, port }: { readonly host: string; readonly port: number }): Evidence {
  const text = `${host}:${port} answers while it is started again and again, and a copy lives when that merely accepts`;
  return evidence("ports.reached-then-ended", text, { host, port });
}
