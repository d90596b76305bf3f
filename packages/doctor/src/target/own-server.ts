import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Diagnosis } from "../diagnosis.ts";
import { evidence, type Evidence } from "../evidence/evidence.ts";
import type { Examined, Options } from "../main.ts";
import { ownerOfPort } from "../observe/port-owners.ts";
import { createRedact } from "../redact/redact.ts";

interface StartLine {
  readonly event: "started" | "ended";
  readonly instanceId: string;
  readonly pid: number;
  readonly at: string;
  readonly phase?: string;
  readonly exitCode?: number;
  readonly signal?: string | null;
  readonly code?: string;
  readonly description?: string;
}

interface Health {
  readonly instanceId?: string;
  readonly startedAt?: string;
  readonly status?: string;
}

const LOOP_STARTS = 3;
const LOOP_WINDOW_MS = 10 * 60_000;

/** Our own server, by the start history that it keeps and the identity that its health answer carries. */
export async function examineOwnServer(_options: Options): Promise<Examined[]> {
  const folder =
    process.env["DATA_DIR"] ??
    [join(homedir(), ".local/share/recon"), "/data"].find((each) => existsSync(join(each, "starts.ndjson")));
  if (folder === undefined || !existsSync(join(folder, "starts.ndjson"))) return [];
  const beganMs = Date.now();
  const found = readHistory(await readFile(join(folder, "starts.ndjson"), "utf8"), beganMs);
  found.push(...(await readIdentity(folder)));
  const ill = found.some((item) => item.id === "history.crash-loop" || item.id === "ports.other-owner");
  const last = found.at(-1)?.text ?? "";
  const diagnosis: Diagnosis = {
    target: { kind: "process", name: `the server of ${folder}` },
    verdict: ill ? "diagnosed" : "healthy",
    summary: ill ? (found.find((item) => item.id === "ports.other-owner")?.text ?? last) : "It stays up.",
    causes: ill ? [causeOf(found)] : [],
    hypotheses: [],
    evidence: found,
    trials: [],
    limits: [],
    elapsedMs: Date.now() - beganMs,
    output: "",
  };
  return found.length === 0 ? [] : [{ diagnosis, redact: createRedact({}) }];
}

function causeOf(found: readonly Evidence[]): Diagnosis["causes"][number] {
  const other = found.find((item) => item.id === "ports.other-owner");
  const loop = found.find((item) => item.id === "history.crash-loop");
  const common = { certainty: "very likely" as const, probability: 0.95, evidence: found };
  if (other !== undefined) {
    return {
      ...common,
      id: "port-taken",
      title: "another process owns the port",
      summary: other.text,
      action: "Stop the old instance, then start this one again.",
      patch: `kill ${String(other.detail["pid"] ?? "PID")}`,
    };
  }
  return {
    ...common,
    id: "crash-loop",
    title: "the server starts and ends again and again",
    summary: loop?.text ?? "",
    action: String(loop?.detail["description"] ?? "Look at the last words in the start history."),
  };
}

/** Starts without an end were killed; several ends in a short time are a loop. */
export function readHistory(text: string, nowMs: number): Evidence[] {
  const lines = text.split("\n").flatMap((line) => {
    try {
      return line.trim() === "" ? [] : [JSON.parse(line) as StartLine];
    } catch {
      return [];
    }
  });
  const recent = lines.filter((line) => nowMs - Date.parse(line.at) < LOOP_WINDOW_MS);
  const starts = recent.filter((line) => line.event === "started");
  const ends = recent.filter((line) => line.event === "ended" && (line.exitCode ?? 0) !== 0);
  const lastEnd = ends.at(-1);
  const killed = starts
    .slice(0, -1)
    .filter((start) => !lines.some((line) => line.event === "ended" && line.instanceId === start.instanceId));
  if (starts.length >= LOOP_STARTS && ends.length + killed.length >= LOOP_STARTS - 1) {
    const why =
      lastEnd === undefined
        ? `${killed.length} of them were killed without a last word`
        : `the last with exit code ${lastEnd.exitCode ?? "?"} in phase ${lastEnd.phase ?? "?"}: ${lastEnd.description ?? lastEnd.code ?? ""}`;
    return [
      evidence("history.crash-loop", `${starts.length} starts within ten minutes, ${why}`, {
        description: lastEnd?.description ?? "",
      }),
    ];
  }
  return starts.length === 0
    ? []
    : [evidence("engine.healthy", `${starts.length} start(s) within ten minutes, no loop`)];
}

/** Compares the instance that answers on the port with the one that started last. */
async function readIdentity(folder: string): Promise<Evidence[]> {
  const port = Number(process.env["PORT"] ?? 2000);
  const answer = await fetch(`http://127.0.0.1:${port}/api/health`, { signal: AbortSignal.timeout(1_500) }).catch(
    () => undefined,
  );
  const health = (await answer?.json().catch(() => undefined)) as Health | undefined;
  if (health?.instanceId === undefined) return [];
  const text = await readFile(join(folder, "starts.ndjson"), "utf8");
  const started = text
    .split("\n")
    .filter((line) => line.includes('"started"'))
    .at(-1);
  const last = started === undefined ? undefined : (JSON.parse(started) as StartLine);
  if (last === undefined || last.instanceId === health.instanceId) return [];
  const owner = await ownerOfPort(port);
  const who = owner === undefined ? "another process" : `process ${owner.pid} (${owner.command})`;
  return [
    evidence(
      "ports.other-owner",
      `port ${port} is answered by instance ${health.instanceId} (${who}), not by ${last.instanceId}, which started last`,
      { port, owner: who, ...(owner === undefined ? {} : { pid: owner.pid }) },
    ),
  ];
}
