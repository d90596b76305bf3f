import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { diagnose } from "../diagnose/diagnose.ts";
import { DoctorError } from "../errors.ts";
import { evidence, type Evidence } from "../evidence/evidence.ts";
import { createProcessRoom } from "../experiment/process-room.ts";
import { toolPath } from "../experiment/tools.ts";
import type { End, Subject } from "../experiment/trial.ts";
import { readSource } from "../identify/read-source.ts";
import type { Examined, Options } from "../main.ts";
import { outsideFromHere } from "../read/verify-network.ts";
import { createRedact } from "../redact/redact.ts";

const run = promisify(execFile);

/** `doctor unit NAME`: what systemd knows of it, and copies of its command. */
export async function examineUnit(name: string, options: Options): Promise<Examined[]> {
  const beganMs = Date.now();
  const shown = await showUnit(name);
  if (shown["LoadState"] === "not-found") throw new DoctorError("usage", `systemd knows no unit ${name}`);
  const subject = subjectOf(shown);
  const room = await createProcessRoom(subject);
  try {
    const alive = shown["ActiveState"] === "active";
    const end = endOf(shown, alive);
    const journal = toolPath("journalctl");
    const output =
      journal === undefined
        ? ""
        : (await run(journal, ["-u", name, "-n", "200", "-o", "cat", "--no-pager"]).catch(() => ({ stdout: "" })))
            .stdout;
    const restarts = shown["Restart"] ?? "no";
    const diagnosis = await diagnose({
      room,
      surroundings: { kind: "unit", name, restartPolicy: restarts },
      original: {
        end,
        elapsedMs: 0,
        output,
        probes: [],
        listening: [],
        memoryKills: shown["Result"] === "oom-kill" ? 1 : 0,
      },
      outside: readUnit(shown, alive),
      elsewhere: outsideFromHere,
      identify: (sight) => readSource(sight, options.source),
      experiments: options.experiments,
      beganMs,
      deadlineMs: beganMs + options.budgetMs,
      without: options.without,
      limits: [],
    });
    return [{ diagnosis, redact: createRedact(subject.environment) }];
  } finally {
    await room.close();
  }
}

/** The properties of a unit, as `systemctl show` prints them. */
async function showUnit(name: string): Promise<Record<string, string>> {
  const systemctl = toolPath("systemctl");
  if (systemctl === undefined) throw new DoctorError("access", "systemd: this machine has no systemctl");
  const properties =
    "LoadState,ActiveState,SubState,Result,ExecMainStatus,ExecMainCode,NRestarts,Restart,ExecStart,Environment,WorkingDirectory,User";
  const { stdout } = await run(systemctl, ["show", name, `--property=${properties}`]).catch(
    (error: { stderr?: string }) => {
      throw new DoctorError("access", `systemd does not answer here: ${(error.stderr ?? "").trim()}`);
    },
  );
  return parseShow(stdout);
}

export function parseShow(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split("\n")
      .filter((line) => line.includes("="))
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

export function subjectOf(shown: Readonly<Record<string, string>>): Subject {
  const command = /argv\[\]=(.*?) ;/.exec(shown["ExecStart"] ?? "")?.[1] ?? "";
  const environment = Object.fromEntries(
    [...(shown["Environment"] ?? "").matchAll(/"?(\w+)=((?:[^"\s]|\\ )*)"?/g)].map((match) => [
      match[1] ?? "",
      match[2] ?? "",
    ]),
  );
  const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  return {
    argv: command.split(/\s+/).filter(Boolean),
    environment: { PATH: path, ...environment },
    cwd: (shown["WorkingDirectory"] ?? "/").replace(/^[!-]/, "") || "/",
    user: shown["User"] ?? "",
  };
}

function endOf(shown: Readonly<Record<string, string>>, alive: boolean): End {
  if (alive) return { kind: "alive" };
  const status = Number(shown["ExecMainStatus"] ?? 0);
  // CLD_KILLED and CLD_DUMPED of waitid(2); systemd's own codes from 200 on mean that the program was never started.
  if (shown["ExecMainCode"] === "2" || shown["ExecMainCode"] === "3") return { kind: "exited", code: 128 + status };
  return { kind: "exited", code: status };
}

export function readUnit(shown: Readonly<Record<string, string>>, alive: boolean): Evidence[] {
  const found: Evidence[] = [];
  const restarts = shown["Restart"] ?? "no";
  if (alive) found.push(evidence("engine.healthy", "systemd calls it active"));
  if (restarts === "always" || restarts === "on-success")
    found.push(
      evidence("engine.restart-policy", `Restart=${restarts}: a good end is followed by a start`, { policy: restarts }),
    );
  if (restarts === "no") found.push(evidence("engine.no-restart-policy", "Restart=no: nothing starts it again"));
  if (Number(shown["NRestarts"] ?? 0) > 0)
    found.push(
      evidence("engine.restarting", `systemd has restarted it ${shown["NRestarts"] ?? ""} times`, {
        count: Number(shown["NRestarts"]),
      }),
    );
  if (shown["Result"] === "oom-kill") found.push(evidence("engine.memory-killed", "systemd reports a kill for memory"));
  if (shown["ExecMainStatus"] === "217")
    found.push(
      evidence("engine.bad-user", `the user ${shown["User"] ?? ""} does not exist (status 217/USER)`, { path: "" }),
    );
  if (shown["ExecMainStatus"] === "200")
    found.push(
      evidence(
        "engine.bad-workdir",
        `the folder ${shown["WorkingDirectory"] ?? ""} cannot be entered (status 200/CHDIR)`,
        { path: shown["WorkingDirectory"] ?? "" },
      ),
    );
  if (shown["Result"] === "watchdog" || shown["Result"] === "timeout")
    found.push(
      evidence("engine.killed-by-request", `systemd ended it: ${shown["Result"] ?? ""}`, { signal: "systemd" }),
    );
  return found;
}
