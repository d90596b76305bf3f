import { basename } from "node:path";
import { diagnose } from "../diagnose/diagnose.ts";
import { evidence } from "../evidence/evidence.ts";
import { createProcessRoom, runOriginal } from "../experiment/process-room.ts";
import type { Subject } from "../experiment/trial.ts";
import { readSource } from "../identify/read-source.ts";
import type { Examined, Options } from "../main.ts";
import { portOwners } from "../observe/port-owners.ts";
import { outsideFromHere } from "../read/verify-network.ts";
import { readConversations } from "../read/read-conversations.ts";
import { recheckDependencies } from "../read/recheck-dependencies.ts";
import { createRedact } from "../redact/redact.ts";

/** How long a command must stay up to count as healthy, at most; a part of the budget. */
const WATCH_MS = 6_000;

/** `doctor run -- COMMAND`: runs it once as it is, and explains its end with copies of it. */
export async function examineCommand(argv: readonly string[], options: Options): Promise<Examined[]> {
  const beganMs = Date.now();
  const environment = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const subject: Subject = { argv, environment, cwd: process.cwd(), user: "" };
  const room = await createProcessRoom(subject);
  try {
    const original = await runOriginal(room, Math.min(WATCH_MS, options.budgetMs * 0.4));
    const owners = await portOwners(original);
    const rechecked = await recheckDependencies(original, outsideFromHere);
    const diagnosis = await diagnose({
      room,
      surroundings: { kind: "command", name: [basename(argv[0] ?? ""), ...argv.slice(1)].join(" ").slice(0, 120) },
      original,
      outside: [
        evidence("engine.no-restart-policy", "nothing restarts a command that ended"),
        ...owners,
        ...rechecked,
        ...(await readConversations(original)),
      ],
      elsewhere: outsideFromHere,
      identify: (sight) => readSource(sight, options.source),
      experiments: options.experiments,
      beganMs,
      deadlineMs: beganMs + options.budgetMs,
      without: options.without,
      limits: [],
    });
    return [{ diagnosis, redact: createRedact(environment) }];
  } finally {
    await room.close();
  }
}
