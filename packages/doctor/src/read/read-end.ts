import { evidence, type Evidence, type EvidenceId } from "../evidence/evidence.ts";
import { isNode, type Sight } from "./sight.ts";

const BY_SIGNAL: Readonly<Record<string, EvidenceId>> = {
  SIGKILL: "exit.killed",
  SIGSEGV: "exit.segfault",
  SIGABRT: "exit.abort",
  SIGILL: "exit.illegal-instruction",
  SIGBUS: "exit.bus-error",
  SIGTERM: "exit.terminated",
  SIGINT: "exit.terminated",
  SIGHUP: "exit.terminated",
  SIGQUIT: "exit.terminated",
  SIGTRAP: "exit.abort",
  SIGXCPU: "exit.limit-signal",
  SIGXFSZ: "exit.limit-signal",
};

const SIGNAL_NUMBERS: Readonly<Record<number, string>> = {
  1: "SIGHUP",
  2: "SIGINT",
  3: "SIGQUIT",
  4: "SIGILL",
  5: "SIGTRAP",
  6: "SIGABRT",
  7: "SIGBUS",
  9: "SIGKILL",
  11: "SIGSEGV",
  15: "SIGTERM",
  24: "SIGXCPU",
  25: "SIGXFSZ",
};

/** The signal that an exit code above 128 stands for, by the shells' convention. */
export function signalOfCode(code: number): string | undefined {
  return code > 128 ? SIGNAL_NUMBERS[code - 128] : undefined;
}

/** How the run ended: by itself and with what, or by which signal. */
export function readEnd(sight: Sight): Evidence[] {
  const { end } = sight.trial;
  if (end.kind === "alive") return [evidence("exit.alive", "the program stayed up while it was watched")];
  if (end.kind === "not-started") return [];
  const signal = sight.culprit?.signal ?? (end.kind === "signalled" ? end.signal : signalOfCode(end.code));
  if (signal !== undefined) {
    return [evidence(BY_SIGNAL[signal] ?? "exit.signal", `ended by signal ${signal}`, { signal })];
  }
  if (end.kind === "signalled") return [];
  const code =
    sight.culprit?.exitCode === undefined || sight.culprit.exitCode === 0 ? end.code : sight.culprit.exitCode;
  const found: Evidence[] = [
    code === 0
      ? evidence("exit.zero", "ended by itself with exit code 0")
      : evidence("exit.nonzero", `ended by itself with exit code ${code}`, { code }),
  ];
  const chosen = sight.trial.probes.some(({ kind }) => kind === "exit-called");
  if (code === 13 && isNode(sight) && !chosen) {
    const said = sight.trial.output.includes("unsettled top-level await");
    found.push(
      evidence(
        "exit.unsettled-await",
        "Node's exit code 13: a top-level await never settled",
        said ? { proof: "Node itself says that a top-level await never settled, and where" } : {},
      ),
    );
  }
  if (code === 127) found.push(evidence("exit.not-found", "exit code 127: something to be started was not found"));
  if (code === 126)
    found.push(evidence("exit.not-executable", "exit code 126: something was found and could not be started"));
  if (code === 2 || code === 64)
    found.push(evidence("exit.usage", `exit code ${code}: by convention wrong usage`, { code }));
  if (code === 101) found.push(evidence("exit.rust-panic", "exit code 101: a Rust program's panic"));
  return found;
}
