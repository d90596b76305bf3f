import { existsSync } from "node:fs";
import { readFile, readlink } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { diagnose } from "../diagnose/diagnose.ts";
import { DoctorError } from "../errors.ts";
import { evidence, type Evidence } from "../evidence/evidence.ts";
import { createProcessRoom } from "../experiment/process-room.ts";
import type { End, Subject, Trial } from "../experiment/trial.ts";
import { attachTrace } from "../experiment/attach.ts";
import { readSource } from "../identify/read-source.ts";
import type { Examined, Options } from "../main.ts";
import { outsideFromHere } from "../read/verify-network.ts";
import { createRedact } from "../redact/redact.ts";

const WATCH_MS = 6_000;

/** `doctor pid N`: watches a running process; when it ends meanwhile, its end is explained with copies of it. */
export async function examinePid(text: string, options: Options): Promise<Examined[]> {
  const beganMs = Date.now();
  const pid = Number(text);
  if (!Number.isInteger(pid) || pid <= 0) throw new DoctorError("usage", `${text} is no process id`);
  if (!existsSync(`/proc/${pid}`)) throw new DoctorError("usage", `there is no process ${pid}`);
  const subject = await readSubject(pid);
  const room = await createProcessRoom(subject);
  try {
    const watched = await watch(pid, Math.min(WATCH_MS, options.budgetMs * 0.4));
    const diagnosis = await diagnose({
      room,
      surroundings: { kind: "process", name: `${pid} (${subject.argv[0] ?? ""})` },
      original: watched.trial,
      outside: watched.evidence,
      elsewhere: outsideFromHere,
      identify: (sight) => readSource(sight, options.source),
      experiments: options.experiments,
      beganMs,
      deadlineMs: beganMs + options.budgetMs,
      without: options.without,
      limits:
        watched.trial.trace === undefined
          ? ["the running process could not be traced: system calls of the original were not seen"]
          : [],
    });
    return [{ diagnosis, redact: createRedact(subject.environment) }];
  } finally {
    await room.close();
  }
}

async function readSubject(pid: number): Promise<Subject> {
  const argv = (await readFile(`/proc/${pid}/cmdline`, "utf8")).split("\0").slice(0, -1);
  if (argv.length === 0) throw new DoctorError("usage", `process ${pid} is a part of the kernel or already ended`);
  const raw = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => {
    throw new DoctorError(
      "access",
      `process ${pid} belongs to another user: its environment cannot be read (become that user, or root)`,
    );
  });
  const environment = Object.fromEntries(
    raw
      .split("\0")
      .filter((entry) => entry.includes("="))
      .map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
  );
  const uid = /^Uid:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1] ?? "";
  return {
    argv,
    environment,
    cwd: await readlink(`/proc/${pid}/cwd`).catch(() => "/"),
    user: uid === String(process.getuid?.()) ? "" : uid,
  };
}

interface Watched {
  readonly trial: Trial;
  readonly evidence: readonly Evidence[];
}

async function watch(pid: number, forMs: number): Promise<Watched> {
  const tracer = await attachTrace(pid);
  const began = Date.now();
  let gone = false;
  while (!gone && Date.now() - began < forMs) {
    await sleep(50);
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    gone = stat === "" || /\) [ZX] /.test(stat);
  }
  const trace = await tracer?.stop();
  const life = trace?.lives.get(pid) ?? (trace === undefined ? undefined : trace.lives.get(trace.root));
  const end: End = !gone
    ? { kind: "alive" }
    : life?.signal !== undefined
      ? { kind: "signalled", signal: life.signal }
      : { kind: "exited", code: life?.exitCode ?? 0 };
  const found = gone
    ? []
    : [
        evidence(
          "engine.healthy",
          `process ${pid} stayed up for the ${(forMs / 1000).toFixed(0)} s that it was watched`,
        ),
      ];
  return {
    trial: {
      end,
      elapsedMs: Date.now() - began,
      output: "",
      ...(trace === undefined ? {} : { trace }),
      probes: [],
      listening: [],
      memoryKills: 0,
    },
    evidence: found,
  };
}
