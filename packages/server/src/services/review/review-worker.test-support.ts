/** A process that decides and decides until it is killed; it tells each decision's id once it is committed. */
import { writeSync } from "node:fs";
import { pino } from "pino";
import type { ProjectId, ReviewOutcome, RunId } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { EventHub } from "../../events/event-hub.ts";
import { transact } from "../../events/transact.ts";
import { Results } from "../../results/results.ts";
import type { Actor } from "../../security/actor.ts";
import { openStore } from "../../store/open-store.ts";
import { commitBulk, previewBulk } from "./bulk.ts";
import { decideAbout, type Deciding } from "./decide-about.ts";
import { matchRecords } from "./match-records.ts";
import { undoDecision } from "./undo-decision.ts";

export interface WorkerInput {
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly runId: RunId;
  readonly projectId: ProjectId;
  readonly actor: Actor;
  readonly seed: number;
}

/** Mulberry32: the same seed, the same decisions. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

async function decideOnce(
  deciding: Deciding,
  pick: (below: number) => number,
  made: readonly string[],
): Promise<ReviewOutcome> {
  const row = (): number => 1 + pick(8);
  const breakId = 4 * row() + pick(3);
  const one = { expectedVersion: undefined };
  switch (pick(8)) {
    case 0:
      return decideAbout(deciding, { breakId }, { ...one, command: { verb: "writeOff", reasonCode: "fee" } });
    case 1:
      return decideAbout(deciding, { breakId }, { ...one, command: { verb: "reopen" } });
    case 2:
      return decideAbout(
        deciding,
        { groupId: 1 + pick(4) },
        { ...one, command: { verb: (["accept", "reject", "split"] as const)[pick(3)]! } },
      );
    case 3:
      return decideAbout(deciding, { groupId: -(1 + pick(6)) }, { ...one, command: { verb: "split" } });
    case 4:
      return undoDecision(deciding, made.at(-1) ?? deciding.runId, true);
    case 5: {
      const command =
        pick(2) === 0 ? ({ verb: "writeOff", reasonCode: "timing" } as const) : ({ verb: "reopen" } as const);
      return commitBulk(
        deciding,
        (await previewBulk(deciding, { filter: undefined, search: undefined, command })).previewId,
      );
    }
    default:
      return matchRecords(deciding, { left: [{ rowId: row() }], right: [{ rowId: row() }], reasonCode: "fee" });
  }
}

async function work({ dataDir, databaseUrl, runId, projectId, actor, seed }: WorkerInput): Promise<void> {
  const store = openStore({ dataDir, databaseUrl });
  const log = pino({ level: "silent" });
  const events = new EventHub({ store: store.db, log, pollMs: 10_000, pollPushedMs: 10_000 });
  const results = new Results({ dataDir, log, memoryBytes: 128 * 2 ** 20 });
  const context = {
    store: store.db,
    openStore: store,
    events,
    results,
    log,
    clock: { now: () => new Date() },
  } as unknown as AppContext;
  const deciding: Deciding = { context, runId, projectId, actor, write: (task) => transact(context, task) };
  const made: string[] = [];
  const decide = async (pick: (below: number) => number): Promise<void> => {
    for (;;) {
      const outcome = await decideOnce(deciding, pick, made).catch(() => undefined);
      if (outcome === undefined) continue;
      made.push(outcome.decision.id);
      writeSync(1, `${outcome.decision.id}\n`);
    }
  };
  await Promise.all([1, 2, 3].map((worker) => decide(random(seed * 31 + worker))));
}

await work(JSON.parse(process.argv[2]!) as WorkerInput);
