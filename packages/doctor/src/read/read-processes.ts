import { evidence, type Evidence } from "../evidence/evidence.ts";
import type { ProcessLife, Trace } from "../trace/parse-trace.ts";
import { callsOf, childrenOf, failed, isShell, programOf } from "../trace/process-tree.ts";
import { ended, isInterpreted, type Sight } from "./sight.ts";

/** What the tree of processes tells: masked failures, children left behind, signals and who sent them, input at its end. */
export function readProcesses(sight: Sight): Evidence[] {
  const { trace } = sight;
  const root = trace?.lives.get(trace.root);
  if (trace === undefined || root === undefined) return [];
  return [
    ...readChildren(sight, trace, root),
    ...readSignals(sight, trace, root),
    ...readInput(sight, trace),
    ...readWork(sight, trace),
  ];
}

function endOf(life: ProcessLife): number {
  return life.endedAtS ?? Number.POSITIVE_INFINITY;
}

function readChildren(sight: Sight, trace: Trace, root: ProcessLife): Evidence[] {
  const found: Evidence[] = [];
  const others = [...trace.lives.values()].filter((life) => life.pid !== root.pid);
  const rootEnded = ended(sight) && root.endedAtS !== undefined;
  if (rootEnded) {
    // Still there 50 ms after the first process ended: it was left behind, not merely reaped late.
    const left = others.filter((life) => endOf(life) > endOf(root) + 0.05 && !isTransient(trace, life, root));
    const program = left[0] === undefined ? "" : programOf(trace, left[0]);
    if (left.length > 0 && isShell(trace, root)) {
      found.push(
        evidence("shell.child-left-running", `the start script ended while ${program} still ran`, { program }),
      );
    } else if (left.length > 0) {
      const detached = left.some((life) => callsOf(trace, life.pid).some((call) => call.name === "setsid"));
      const text = `the first process ended while a child of it${detached ? ", in a session of its own," : ""} still ran`;
      found.push(evidence("process.daemonised", text, { program, detached }));
    }
  }
  const children = childrenOf(trace, root.pid);
  const failing = children.findLast((life) => failed(life) && life.endedAtS !== undefined && life.execs.length > 0);
  if (rootEnded && isShell(trace, root) && root.signal === undefined && root.exitCode === 0 && failing !== undefined) {
    const how = failing.signal ?? `exit code ${failing.exitCode ?? 0}`;
    const text = `${programOf(trace, failing)} ended with ${how}, and the start script made 0 of it`;
    found.push(evidence("shell.child-failure-masked", text, { program: programOf(trace, failing) }));
  }
  const running = children.find((life) => life.endedAtS === undefined && life.execs.length > 0);
  if (!rootEnded && isShell(trace, root) && running !== undefined) {
    found.push(
      evidence("shell.waits-without-exec", `a shell stays in front of ${programOf(trace, running)}`, {
        program: programOf(trace, running),
      }),
    );
  }
  return found;
}

/** A child that ended within moments of the first process, such as a tracer's own or a worker being torn down. */
function isTransient(trace: Trace, life: ProcessLife, root: ProcessLife): boolean {
  return (
    life.endedAtS !== undefined &&
    life.endedAtS - endOf(root) < 0.15 &&
    callsOf(trace, life.pid).every((call) => call.name !== "listen")
  );
}

function readSignals(sight: Sight, trace: Trace, root: ProcessLife): Evidence[] {
  if (!ended(sight)) return [];
  const found: Evidence[] = [];
  const deadly = /^SIG(TERM|INT|HUP|QUIT|KILL|USR1|USR2|ABRT|ALRM)$/;
  for (const seen of trace.signals) {
    if (!deadly.test(seen.signal) || !/^SI_(USER|TKILL|QUEUE)$/.test(seen.code)) continue;
    const victim = trace.lives.get(seen.pid);
    if (victim === undefined || (victim.pid !== root.pid && victim.pid !== sight.culprit?.pid)) continue;
    const sender = seen.senderPid ?? 0;
    const inside = trace.lives.has(sender) || [...trace.lives.values()].some((life) => life.pid === sender);
    if (inside && sender === seen.pid && seen.signal === "SIGABRT") continue;
    // A runtime that cleans up after a signal raises it once more, to end by it.
    if (sender === seen.pid && found.some((item) => item.detail["signal"] === seen.signal)) continue;
    const detail = { signal: seen.signal, sender };
    const who = inside
      ? sender === seen.pid
        ? "itself"
        : `${programOf(trace, trace.lives.get(sender) ?? victim)} (pid ${sender})`
      : `pid ${sender}, which is no part of it`;
    found.push(
      evidence(
        inside ? "trace.signal-from-within" : "trace.signal-from-outside",
        `${seen.signal} was sent by ${who}`,
        detail,
      ),
    );
  }
  const timer = trace.calls.find(
    (call) => call.name === "alarm" || (call.name === "setitimer" && call.args.includes("ITIMER_REAL")),
  );
  if (sight.culprit?.signal === "SIGALRM" && timer !== undefined) {
    const text = `the program set a timer (${timer.name}) and no handler for its signal, SIGALRM`;
    found.push(evidence("trace.signal-from-within", text, { signal: "SIGALRM", sender: timer.pid }));
  }
  const killed = sight.culprit?.signal === "SIGKILL" ? sight.culprit : undefined;
  if (killed !== undefined) {
    const own = trace.calls.find(
      (call) =>
        /^(kill|tgkill|pidfd_send_signal)$/.test(call.name) &&
        call.args.includes("SIGKILL") &&
        call.args.includes(String(killed.pid)),
    );
    found.push(
      own === undefined
        ? evidence("trace.signal-from-outside", "SIGKILL came from outside: no process of the program sent it", {
            signal: "SIGKILL",
            sender: 0,
          })
        : evidence(
            "trace.signal-from-within",
            `SIGKILL was sent by ${programOf(trace, trace.lives.get(own.pid) ?? killed)} (pid ${own.pid})`,
            { signal: "SIGKILL", sender: own.pid },
          ),
    );
  }
  return found.slice(-2);
}

function readInput(sight: Sight, trace: Trace): Evidence[] {
  if (!ended(sight)) return [];
  const fed = trace.calls.some(
    (call) =>
      call.name === "read" && call.args.startsWith("0<") && (call.value ?? 0) > 0 && /^0<(pipe|\/dev)/.test(call.args),
  );
  // A pipe that the program made itself, as a shell does for a pipeline, is not its standard input.
  const pipes = trace.calls.filter((call) => /^pipe2?$/.test(call.name)).map((call) => call.args);
  const own = (args: string): boolean => {
    const pipe = /^0<(pipe:\[\d+\])/.exec(args)?.[1];
    return pipe !== undefined && pipes.some((made) => made.includes(pipe));
  };
  const eof = trace.calls.find(
    (call) =>
      call.name === "read" &&
      /^0<(\/dev\/null|pipe:|\/dev\/pts|UNIX)/.test(call.args) &&
      call.value === 0 &&
      !own(call.args),
  );
  if (eof === undefined || fed) return [];
  const reader = trace.lives.get(eof.pid);
  const listened = trace.calls.some((call) => call.name === "listen" && call.errno === undefined);
  const text = `${reader === undefined ? "the program" : programOf(trace, reader)} read standard input, met its end at once and ended`;
  return [evidence("trace.input-ended", text, { listened })];
}

const PLUMBING =
  /^(\/dev\/|pipe:|\/proc\/|anon_inode|UNIX|TCP|UDP|NETLINK|socket|\/\.doctor\/|.*\/doctor-[^/]+\/\d+\.probe$)/;

function readWork(sight: Sight, trace: Trace): Evidence[] {
  if (!ended(sight)) return [];
  let bytes = 0;
  const files = new Set<string>();
  for (const call of trace.calls) {
    if (!/^(write|writev|pwrite64)$/.test(call.name) || (call.value ?? 0) <= 0) continue;
    const target = /^(\d+)<([^>]*)/.exec(call.args);
    if (target === null || target[1] === "2" || (Number(target[1]) > 2 && PLUMBING.test(target[2] ?? ""))) continue;
    bytes += call.value ?? 0;
    if (Number(target[1]) > 2) files.add(target[2] ?? "");
  }
  if (bytes === 0 || (files.size === 0 && sight.trial.output.trim() === "")) return [];
  const interpreted = isInterpreted(sight);
  if (files.size > 0) {
    return [
      evidence("trace.wrote-files", `the program wrote ${[...files].slice(0, 2).join(", ")} before it ended`, {
        bytes,
        files: files.size,
        interpreted,
      }),
    ];
  }
  return [
    evidence("trace.printed", `the program wrote ${bytes} bytes of output before it ended`, { bytes, interpreted }),
  ];
}
