import type { Seen, Surroundings } from "../causes/cause.ts";
import type { TrialRecord } from "../diagnosis.ts";
import type { Evidence, EvidenceSource } from "../evidence/evidence.ts";
import type { Change } from "../experiment/change.ts";
import type { Room, Trial } from "../experiment/trial.ts";
import { readTrial } from "../read/read-trial.ts";
import { sightOf, type Sight } from "../read/sight.ts";
import type { Outside } from "../read/verify-network.ts";

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

/** What is known at one point: with what is mended so far, how a copy ended and what that showed. */
export interface Stage {
  readonly evidence: readonly Evidence[];
  readonly trial: Trial | undefined;
  readonly changes: readonly Change[];
}

/** How many times as long as the unchanged copy a changed one must live. */
const OUTLIVES = 1.5;

/** One diagnosis on its way: the case, what was tried, and the means to try more. */
export class Inquiry {
  readonly given: Case;
  readonly trials: TrialRecord[] = [];
  /** Stand-ins for what answers outside and a closed clone lacks; part of every trial. */
  base: readonly Change[] = [];
  baselineAlive = false;
  /** How long the unchanged copy lived; what shall count as survival must outlive it clearly. */
  unchangedMs = 0;
  proof = "";

  constructor(given: Case) {
    this.given = given;
  }

  get timeLeftMs(): number {
    return this.given.deadlineMs - Date.now();
  }

  get mayExperiment(): boolean {
    return this.given.experiments && this.given.room.isolated;
  }

  keep(items: readonly Evidence[]): Evidence[] {
    return items.filter((item) => !this.given.without.includes(item.source));
  }

  /** Runs a copy with some changes, for long enough to outlive the original. */
  run(changes: readonly Change[], stop = false): Promise<Trial> {
    const { room, original, outside } = this.given;
    // What was ended by somebody else need not be watched for as long as it lived.
    const asked = outside.some((item) => /^engine\.(stop-timeout|killed|restarted)/.test(item.id));
    // Traced, a program is slower; the unchanged copy above all must have the time to end as the original did.
    const lived = original?.elapsedMs ?? 0;
    const wantedMs = Math.max(1_200, changes.length === 0 ? lived * 4 + 1_000 : lived * 2 + 800);
    const outlivingMs = changes.length === 0 ? 0 : this.unchangedMs * OUTLIVES + 500;
    const mostMs = stop || asked ? 1_200 : Math.max(5_000, outlivingMs);
    const surviveMs = Math.max(1_000, Math.min(Math.max(wantedMs, outlivingMs), mostMs, this.timeLeftMs - 300));
    return room.run({ changes: [...this.base, ...changes], surviveMs, trace: true, probes: true, stop });
  }

  /** Whether a copy lived so much longer than the unchanged one that chance does not explain it. */
  outlived({ elapsedMs }: Trial): boolean {
    return elapsedMs >= this.unchangedMs * OUTLIVES;
  }

  sight(trial: Trial, networkClosed: boolean): Promise<Sight> {
    const { room } = this.given;
    return sightOf({ subject: room.subject, files: room.files, trial, networkClosed });
  }

  async read(trial: Trial, networkClosed: boolean): Promise<Evidence[]> {
    const sight = await this.sight(trial, networkClosed);
    return [...(await readTrial(sight)), ...(await this.given.identify(sight))];
  }

  seen(stage: Stage): Seen {
    const { room, surroundings } = this.given;
    return { all: stage.evidence, subject: room.subject, files: room.files, surroundings };
  }
}
