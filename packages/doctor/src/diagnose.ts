import { causes as allCauses } from "./causes/causes.ts";
import type { Remedy, Seen, Surroundings } from "./causes/cause.ts";
import type { FoundCause, Diagnosis, TrialRecord } from "./diagnosis.ts";
import { evidence, type Evidence, type EvidenceSource } from "./evidence/evidence.ts";
import { changeText, type Change } from "./experiment/change.ts";
import type { Room, Trial } from "./experiment/trial.ts";
import { certaintyOf, rank, type Hypothesis, type TrialVerdict } from "./rank/rank.ts";
import { readDebuggerReport } from "./read/read-debugger.ts";
import { readOutputText } from "./read/read-output.ts";
import { keyOf, ofClone, readTrial, unite } from "./read/read-trial.ts";
import { isInterpreted, sightOf, type Sight } from "./read/sight.ts";
import { verifyNetwork, type Outside } from "./read/verify-network.ts";

export interface Case {
  readonly room: Room;
  readonly surroundings: Surroundings;
  /** A run of the original, where the doctor was asked to make one. */
  readonly original?: Trial;
  /** What was seen from outside: engine, ports, history. */
  readonly outside: readonly Evidence[];
  readonly elsewhere: Outside;
  /** Who owns the ports that a surviving copy listens on, where the original would share them. */
  readonly conflicts?: (ports: readonly number[]) => Promise<Evidence[]>;
  /** Reads what a trial's program is against its sources. */
  readonly identify: (sight: Sight) => Promise<Evidence[]>;
  readonly experiments: boolean;
  readonly beganMs: number;
  readonly deadlineMs: number;
  readonly without: readonly EvidenceSource[];
  readonly limits: readonly string[];
}

interface Stage {
  readonly evidence: readonly Evidence[];
  readonly trial: Trial | undefined;
  readonly changes: readonly Change[];
}

const PROOFS: Readonly<Record<NonNullable<Remedy["shows"]>, string>> = {
  survives: "a copy survived",
  "stops-in-time": "a copy stopped in time",
  "says-more": "a copy said what was missing",
  "fails-openly": "a copy failed openly",
  "ends-once": "a copy ended once and stayed ended",
};
const MOST_CAUSES = 3;
const MOST_TRIALS = 14;

/** Observes, ranks, tries remedies in clones, and looks again behind every cause that was mended. */
export async function diagnose(given: Case): Promise<Diagnosis> {
  const work = new Work(given);
  let stage = await work.firstStage();
  const first = stage;
  const found: FoundCause[] = [];
  let hypotheses: readonly Hypothesis[] = [];
  let seenFirst: readonly Evidence[] = first.evidence;
  for (let depth = 0; depth < MOST_CAUSES; depth += 1) {
    if (work.looksHealthy(stage)) break;
    const step = await work.explain(stage);
    if (depth === 0) {
      hypotheses = step.hypotheses;
      seenFirst = step.evidence;
    }
    if (step.cause === undefined) break;
    const before = found.at(-1);
    if (before !== undefined && before.id === step.cause.id) found[found.length - 1] = merge(before, step.cause);
    else found.push(step.cause);
    if (step.next === undefined) break;
    stage = step.next;
  }
  // The proof of the last cause proves those before it: the copy that lived had all of them mended.
  const survived = found.at(-1)?.proof !== undefined;
  const causes = survived
    ? found.map((cause) => ({ ...cause, certainty: "proven" as const, proof: cause.proof ?? work.proof }))
    : found;
  return {
    target: given.surroundings,
    ...verdictOf(first, causes, work.looksHealthy(first)),
    causes,
    hypotheses,
    evidence: seenFirst,
    trials: work.trials,
    limits: [...given.limits, ...given.room.limits],
    elapsedMs: Date.now() - given.beganMs,
    output: first.trial?.output ?? given.original?.output ?? "",
  };
}

function merge(before: FoundCause, next: FoundCause): FoundCause {
  return {
    ...before,
    summary: `${before.summary} After that: ${next.summary}`,
    ...(next.proof === undefined ? {} : { proof: next.proof }),
  };
}

function verdictOf(
  first: Stage,
  causes: readonly FoundCause[],
  healthy: boolean,
): Pick<Diagnosis, "verdict" | "summary"> {
  const cause = causes[0];
  if (cause !== undefined) return { verdict: "diagnosed", summary: cause.summary };
  if (healthy) {
    const alive = first.evidence.some((item) => item.id === "exit.alive" || item.id === "engine.healthy");
    return {
      verdict: "healthy",
      summary: alive ? "It stays up." : "It did its work and ended with 0; nothing restarts it.",
    };
  }
  const last = first.evidence.find((item) => item.source === "exit")?.text ?? "nothing was seen that explains it";
  return { verdict: "cannot-tell", summary: `No cause stands out: ${last}.` };
}

class Work {
  readonly trials: TrialRecord[] = [];
  proof = "";
  private readonly given: Case;
  private base: readonly Change[] = [];
  private baselineAlive = false;

  constructor(given: Case) {
    this.given = given;
  }

  private get timeLeftMs(): number {
    return this.given.deadlineMs - Date.now();
  }

  private keep(items: readonly Evidence[]): Evidence[] {
    return items.filter((item) => !this.given.without.includes(item.source));
  }

  /** The original as far as it was seen, and a copy of it under close observation. */
  async firstStage(): Promise<Stage> {
    const { room, original, outside } = this.given;
    const seen = original === undefined ? [] : await this.read(original, false);
    if (original?.end.kind === "alive" || !this.given.experiments || !room.isolated) {
      return { evidence: this.keep(unite(outside, seen)), trial: original, changes: [] };
    }
    const baseline = await this.baseline();
    const alive = baseline.trial.end.kind === "alive";
    this.baselineAlive = alive;
    const outsideEnded =
      original !== undefined || outside.some((item) => item.id.startsWith("exit.") && item.id !== "exit.alive");
    const own = outsideEnded ? ofClone(baseline.evidence, alive) : baseline.evidence;
    const rivals = alive && outsideEnded ? ((await this.given.conflicts?.(baseline.trial.listening)) ?? []) : [];
    const united = this.keep(unite(outside, seen, own, rivals));
    return { evidence: united, trial: alive && original !== undefined ? original : baseline.trial, changes: [] };
  }

  /** A run without any change; where reality offers what the closed clone lacks, a second one with stand-ins for it. */
  private async baseline(): Promise<{ trial: Trial; evidence: Evidence[] }> {
    const trial = await this.try([], "an unchanged copy");
    this.trials.push({
      changes: [],
      purpose: "an unchanged copy",
      end: trial.end,
      outcome: "baseline",
      elapsedMs: trial.elapsedMs,
    });
    const truth = await verifyNetwork(await this.sight(trial, true), this.given.elsewhere, []);
    if (truth.standIns.length === 0) return { trial, evidence: [...(await this.read(trial, true)), ...truth.evidence] };
    this.base = truth.standIns;
    const again = await this.try([], "an unchanged copy, with stand-ins for what answers outside");
    const second = await verifyNetwork(await this.sight(again, true), this.given.elsewhere, this.base);
    const found = [...(await this.read(again, true)), ...truth.evidence, ...second.evidence];
    return { trial: again, evidence: again.end.kind === "alive" ? [...found, ...nowUp(truth.standIns)] : found };
  }

  private async try(changes: readonly Change[], _purpose: string, stop = false): Promise<Trial> {
    const { room, original } = this.given;
    const lived = original?.elapsedMs ?? 0;
    const surviveMs = Math.max(
      1_000,
      Math.min(Math.max(1_200, lived * 2 + 800), this.mostMs(stop), this.timeLeftMs - 300),
    );
    return room.run({ changes: [...this.base, ...changes], surviveMs, trace: true, probes: true, stop });
  }

  /** What was ended by somebody else need not be watched for as long as it lived. */
  private mostMs(stop: boolean): number {
    const asked = this.given.outside.some((item) => /^engine\.(stop-timeout|killed|restarted)/.test(item.id));
    return stop || asked ? 1_200 : 5_000;
  }

  private sight(trial: Trial, networkClosed: boolean): Promise<Sight> {
    const { room } = this.given;
    return sightOf({ subject: room.subject, files: room.files, trial, networkClosed });
  }

  private async read(trial: Trial, networkClosed: boolean): Promise<Evidence[]> {
    const sight = await this.sight(trial, networkClosed);
    return [...(await readTrial(sight)), ...(await this.given.identify(sight))];
  }

  looksHealthy(stage: Stage): boolean {
    const has = (id: string): boolean => stage.evidence.some((item) => item.id === id);
    if (
      has("engine.unhealthy") ||
      has("history.crash-loop") ||
      stage.evidence.some((item) => item.id.startsWith("health."))
    )
      return false;
    if (has("exit.alive") || has("engine.healthy")) return !(has("trace.bind-in-use") && !has("trace.listened"));
    const worked = (has("trace.wrote-files") || has("trace.printed")) && !has("shell.child-failure-masked");
    return (
      has("exit.zero") &&
      worked &&
      !has("engine.restart-policy") &&
      rank(allCauses, this.seen(stage)).every((each) => each.probability < 0.6)
    );
  }

  private seen(stage: Stage): Seen {
    const { room, surroundings } = this.given;
    return { all: stage.evidence, subject: room.subject, files: room.files, surroundings };
  }

  /** Ranks the causes of one stage, looks closer where that helps, and tries the remedies of the likeliest. */
  async explain(given: Stage): Promise<Step> {
    const stage = await this.lookCloser(given);
    const seen = this.seen(stage);
    const verdicts: TrialVerdict[] = [];
    let hypotheses = rank(allCauses, seen);
    let next: Stage | undefined;
    let winner: string | undefined;
    for (const hypothesis of hypotheses.slice(0, 5)) {
      if (winner !== undefined || hypothesis.probability < 0.01) break;
      const outcome = await this.tryRemedies(hypothesis, stage, { seen, isTop: hypothesis === hypotheses[0] });
      if (outcome === undefined) continue;
      verdicts.push({ causeId: hypothesis.cause.id, outcome: outcome.outcome });
      if (outcome.outcome === "unchanged") continue;
      winner = hypothesis.cause.id;
      if (outcome.outcome === "moved-on") next = outcome.next;
    }
    hypotheses = rank(allCauses, seen, verdicts);
    const top = hypotheses[0];
    const { evidence: seenNow } = stage;
    if (top === undefined) return { hypotheses, evidence: seenNow };
    const proven = verdicts.some(
      (verdict) =>
        verdict.causeId === top.cause.id && verdict.outcome !== "moved-on" && verdict.outcome !== "unchanged",
    );
    // A check that the doctor repeated itself carries its own proof.
    const shown = top.support
      .map(({ evidence: item }) => item.detail["proof"])
      .find((proof) => typeof proof === "string");
    const certainty = certaintyOf(top, proven || shown !== undefined);
    if (certainty === "cannot tell") return { hypotheses, evidence: seenNow };
    const cause: FoundCause = {
      id: top.cause.id,
      title: top.cause.title,
      certainty,
      probability: top.probability,
      evidence: top.support.map(({ evidence: item }) => item),
      ...top.cause.explain(seen),
      ...(proven ? { proof: this.proof } : shown === undefined ? {} : { proof: shown }),
    };
    return { hypotheses, evidence: seenNow, cause, ...(next === undefined || winner !== top.cause.id ? {} : { next }) };
  }

  /** A pseudo-terminal for silent programs, a debugger for compiled ones. */
  private async lookCloser(stage: Stage): Promise<Stage> {
    const { room } = this.given;
    const has = (id: string): boolean => stage.evidence.some((item) => item.id === id);
    const { trial } = stage;
    if (
      trial === undefined ||
      trial.end.kind === "alive" ||
      trial.end.kind === "not-started" ||
      !this.given.experiments ||
      !room.isolated
    )
      return stage;
    const extra: Evidence[] = [];
    const sight = await this.sight(trial, true);
    const certain = (rank(allCauses, this.seen(stage))[0]?.probability ?? 0) > 0.97;
    if (has("output.none") && !has("probe.pending-output")) extra.push(...(await this.revealed(stage)));
    if (!certain && !isInterpreted(sight) && room.debug !== undefined && this.timeLeftMs > 2_000) {
      const report = await room.debug([...this.base, ...stage.changes]);
      if (report !== undefined) extra.push(...readDebuggerReport(report));
    }
    return extra.length === 0 ? stage : { ...stage, evidence: this.keep(unite(stage.evidence, extra)) };
  }

  private async revealed(stage: Stage): Promise<Evidence[]> {
    const { room } = this.given;
    const trial = await room.run({
      changes: [...this.base, ...stage.changes, { kind: "terminal" }],
      surviveMs: 1_200,
      trace: false,
      probes: false,
    });
    const text = ownWords(trial.output);
    if (text === "" || trial.end.kind === "alive") return [];
    const shown = evidence(
      "experiment.terminal-reveals",
      `under a pseudo-terminal it says: ${JSON.stringify(text.split("\n").at(-1)?.slice(0, 200))}`,
      { text },
    );
    return [shown, ...readOutputText(text, room.subject.environment)];
  }

  private async tryRemedies(
    hypothesis: Hypothesis,
    stage: Stage,
    { seen, isTop }: { readonly seen: Seen; readonly isTop: boolean },
  ): Promise<{ outcome: TrialVerdict["outcome"]; next?: Stage } | undefined> {
    const { room, experiments } = this.given;
    if (!experiments || !room.isolated || stage.trial === undefined) return undefined;
    const remedies = (await hypothesis.cause.remedies?.(seen)) ?? [];
    let tried = false;
    for (const remedy of remedies) {
      // What would show for any program alike is tried only for the cause that leads already.
      if (!isTop && isWeak(remedy)) continue;
      if (this.timeLeftMs < 1_500 || this.trials.length >= MOST_TRIALS) break;
      // What a clone gives by itself was given to the unchanged copy already.
      if (remedy.changes.every(({ kind }) => kind === "ambient") && this.baselineAlive) {
        this.proof = `an unchanged copy survives in a clone, which has ${remedy.changes.map(changeText).join(", ")}`;
        this.trials.push({
          changes: remedy.changes,
          purpose: hypothesis.cause.id,
          end: { kind: "alive" },
          outcome: "survived",
          elapsedMs: 0,
        });
        return { outcome: "survived" };
      }
      const trial = await this.try(
        [...stage.changes, ...remedy.changes],
        hypothesis.cause.id,
        remedy.shows === "stops-in-time",
      );
      const read = await this.read(trial, true);
      const truth =
        trial.end.kind === "alive"
          ? undefined
          : await verifyNetwork(await this.sight(trial, true), this.given.elsewhere, [
              ...this.base,
              ...stage.changes,
              ...remedy.changes,
            ]);
      const after = this.keep(unite(read, truth?.evidence ?? []));
      // A clone that cannot be made says nothing.
      if (trial.end.kind === "not-started" && stage.trial.end.kind !== "not-started" && trial.trace === undefined)
        continue;
      tried = true;
      const outcome = this.judge({ hypothesis, remedy, stage, trial, after });
      this.trials.push({
        changes: remedy.changes,
        purpose: hypothesis.cause.id,
        end: trial.end,
        outcome,
        elapsedMs: trial.elapsedMs,
      });
      if (outcome === "unchanged") continue;
      if (outcome === "survived" || outcome === "shown")
        this.proof = `${PROOFS[remedy.shows ?? "survives"]} with only this change: ${[...stage.changes, ...remedy.changes].map(changeText).join(", ")}`;
      return { outcome, next: { evidence: after, trial, changes: [...stage.changes, ...remedy.changes] } };
    }
    return tried ? { outcome: "unchanged" } : undefined;
  }

  private judge({ hypothesis, remedy, stage, trial, after }: Judged): TrialVerdict["outcome"] {
    if (trial.end.kind === "not-started" && stage.trial?.end.kind !== "not-started") return "unchanged";
    if (remedy.shows === "stops-in-time")
      return trial.stopMs !== undefined && trial.stopMs < 1_500 ? "survived" : "unchanged";
    const shown = this.shows(remedy, stage, trial);
    if (shown !== undefined) return shown ? "shown" : "unchanged";
    const before = this.given.original?.end ?? stage.trial?.end;
    if (trial.end.kind === "alive") return this.stillBlocked(after) ? "unchanged" : "survived";
    const wasBad = before?.kind !== "exited" || before.code !== 0;
    const endsWell =
      trial.end.kind === "exited" &&
      trial.end.code === 0 &&
      !after.some((item) => item.id === "shell.child-failure-masked");
    if (wasBad && endsWell) return "survived";
    // The cause's own evidence is gone and something else ends it now: that is another cause behind this one.
    const decisive = hypothesis.support.filter(({ bits }) => bits >= 3).map(({ evidence: item }) => keyOf(item));
    const keys = new Set(after.map(keyOf));
    const gone = decisive.length > 0 && decisive.every((key) => !keys.has(key));
    const known = new Set(stage.evidence.map(keyOf));
    const fresh = after.some(
      (item) =>
        !known.has(keyOf(item)) && item.source !== "exit" && item.id !== "output.some" && item.id !== "output.none",
    );
    return gone && fresh ? "moved-on" : "unchanged";
  }

  /** Fixes that do not make a program live show in other ways; undefined for the rest. */
  private shows(remedy: Remedy, stage: Stage, trial: Trial): boolean | undefined {
    const { end } = trial;
    switch (remedy.shows) {
      case "says-more":
        return ownWords(trial.output).length > ownWords(stage.trial?.output ?? "").length + 3;
      case "fails-openly":
        return end.kind === "signalled" || (end.kind === "exited" && end.code !== 0);
      case "ends-once":
        return end.kind === "exited" && end.code === 0 && trial.restarts === 0;
      case "stops-in-time":
      case "survives":
      case undefined:
        return undefined;
    }
  }

  private stillBlocked(after: readonly Evidence[]): boolean {
    return after.some((item) => item.id === "trace.bind-in-use") && !after.some((item) => item.id === "trace.listened");
  }
}

/** A program's output without what the shell around it adds when a signal ends it. */
function ownWords(output: string): string {
  const added =
    /^(?:Aborted|Segmentation fault|Killed|Terminated|Bus error|Illegal instruction|Trace\/breakpoint trap|Session terminated.*)(?: \(core dumped\))?$/gm;
  return output.replaceAll("\r\n", "\n").replaceAll(added, "").trim();
}

function isWeak({ shows }: Remedy): boolean {
  return shows === "says-more" || shows === "ends-once" || shows === "fails-openly";
}

/** What answers outside now and makes a copy live: the original, which ended, must have come too early. */
function nowUp(standIns: readonly Change[]): Evidence[] {
  return standIns.flatMap((change) =>
    change.kind === "stand-in" && change.port > 0
      ? [
          evidence(
            "ports.dependency-up-now",
            `a copy stays up when ${change.host}:${change.port} answers, and it answers now`,
            { host: change.host, port: change.port },
          ),
        ]
      : [],
  );
}

interface Step {
  readonly hypotheses: readonly Hypothesis[];
  readonly evidence: readonly Evidence[];
  readonly cause?: FoundCause;
  readonly next?: Stage;
}

interface Judged {
  readonly hypothesis: Hypothesis;
  readonly remedy: Remedy;
  readonly stage: Stage;
  readonly trial: Trial;
  readonly after: readonly Evidence[];
}
