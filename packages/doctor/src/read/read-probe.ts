import { evidence, type Evidence } from "../evidence/evidence.ts";
import type { ProbeRecord } from "../experiment/trial.ts";
import { ended, endedBadly, isPython, type Sight } from "./sight.ts";

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const number = (value: unknown): number => (typeof value === "number" ? value : 0);

/** What the probe inside a Node or Python program saw. */
export function readProbe(sight: Sight): Evidence[] {
  const own = recordsOfCulprit(sight);
  if (own.length === 0) return [];
  const of = (kind: string): ProbeRecord[] => own.filter((record) => record.kind === kind);
  const found: Evidence[] = [];
  if (ended(sight)) {
    found.push(...readVariables(of("undefined-variable"), own));
    found.push(...readExit(of("exit-called"), of("drained"), of("self-signal")));
    found.push(...readUncaught(sight, of("uncaught")));
    // What the program reports itself is not swallowed.
    const silent = of("rejection").filter(
      (rejection) =>
        !sight.trial.output.includes(
          text(rejection["message"])
            .replace(/^\w*(?:Error)?: /, "")
            .slice(0, 60),
        ),
    );
    found.push(...readRejections(silent, of("uncaught")));
    found.push(...readCaught(sight, of("caught"), of("uncaught")));
    found.push(...readServers(own));
    for (const lost of of("pending-output")) {
      found.push(
        evidence(
          "probe.pending-output",
          `${number(lost["bytes"])} bytes of output were accepted and never written: ${JSON.stringify(text(lost["text"]).slice(0, 200))}`,
          {
            bytes: number(lost["bytes"]),
            text: text(lost["text"]),
          },
        ),
      );
    }
  }
  for (const failing of of("server-error")) {
    const code = text(failing["code"]);
    const how = failing["handled"] === true ? "a handler of the program took it" : "nobody took it";
    found.push(
      evidence("probe.server-error", `a server's error ${code} (port ${number(failing["port"])}): ${how}`, {
        code,
        port: number(failing["port"]),
        handled: failing["handled"] === true,
      }),
    );
  }
  return found;
}

/** The records of the process that decided the end; of all, when its pid is not among them. */
function recordsOfCulprit(sight: Sight): readonly ProbeRecord[] {
  const { probes } = sight.trial;
  const own = probes.filter((record) => record.pid === sight.culprit?.pid);
  if (own.length > 0) return own;
  const last = probes.at(-1)?.pid;
  return probes.filter((record) => record.pid === last);
}

function readVariables(reads: readonly ProbeRecord[], own: readonly ProbeRecord[]): Evidence[] {
  const lastAt = own.at(-1)?.atMs ?? 0;
  return reads
    .filter((read) => read["library"] !== true)
    .map((read, index, all) => {
      const name = text(read["name"]);
      const late = index === all.length - 1;
      return evidence("probe.undefined-variable", `${name} was read at ${text(read["at"])} and is not set`, {
        name,
        at: text(read["at"]),
        late,
        beforeEndMs: lastAt - read.atMs,
      });
    });
}

function readExit(
  exits: readonly ProbeRecord[],
  drained: readonly ProbeRecord[],
  signals: readonly ProbeRecord[],
): Evidence[] {
  const found: Evidence[] = [];
  const exit = exits.at(-1);
  if (exit !== undefined) {
    found.push(
      evidence("probe.exit-called", `the program itself called exit(${number(exit["code"])}) at ${text(exit["at"])}`, {
        code: number(exit["code"]),
        at: text(exit["at"]),
      }),
    );
  } else if (drained.length > 0) {
    found.push(evidence("probe.drained", "the event loop ran empty: nothing was left to wait for", {}));
  }
  for (const signal of signals) {
    found.push(
      evidence(
        "trace.signal-from-within",
        `the program sent itself ${text(signal["signal"])} at ${text(signal["at"])}`,
        { signal: text(signal["signal"]), sender: 0 },
      ),
    );
  }
  return found;
}

function readUncaught(sight: Sight, errors: readonly ProbeRecord[]): Evidence[] {
  return errors.flatMap((error) => {
    const name = text(error["name"]);
    const message = text(error["message"]);
    const stack = Array.isArray(error["stack"]) ? error["stack"].map(String) : [];
    const at =
      text(error["at"]) ||
      (/\(?((?:file:\/\/)?\/[^()]*?:\d+):\d+\)?/.exec(
        stack.slice(1).find((line) => !line.includes("node:")) ?? "",
      )?.[1] ??
        "");
    const code = text(error["code"]);
    const detail = { name, message, at, code };
    // Node counts what the main module throws while it is loaded as a rejection of its own loader.
    const loading = stack.some((line) => line.includes("ModuleJob"));
    const unhandled = text(error["origin"]) === "unhandledRejection" && !loading;
    const id = unhandled ? "probe.rejection-unhandled" : "probe.uncaught";
    const what = unhandled ? "a rejected promise that nobody handled" : `an uncaught ${name}`;
    const found = [evidence(id, `${what}${at === "" ? "" : ` at ${at}`}: ${message}`, detail)];
    const missing = isPython(sight)
      ? /^(ModuleNotFoundError|ImportError)$/.test(name)
      : /^(ERR_)?MODULE_NOT_FOUND$/.test(code);
    if (missing) {
      const module = text(error["module"]) || (/Cannot find (?:module|package) '([^']+)'/.exec(message)?.[1] ?? "");
      found.push(evidence("probe.module-missing", `the module ${module} could not be loaded`, { module, at }));
    }
    const key = /^KeyError$/.test(name) ? /^'([A-Z][A-Z0-9_]+)'$/.exec(message)?.[1] : undefined;
    if (key !== undefined && sight.subject.environment[key] === undefined) {
      found.push(evidence("output.names-unset-variable", `the error names ${key}, which is not set`, { name: key }));
    }
    return found;
  });
}

function readRejections(rejections: readonly ProbeRecord[], uncaught: readonly ProbeRecord[]): Evidence[] {
  if (uncaught.length > 0) return [];
  return rejections.slice(-2).map((rejection) => {
    const at = text(rejection["at"]);
    const message = text(rejection["message"]);
    return evidence(
      "probe.rejection-swallowed",
      `a promise was rejected${at === "" ? "" : ` at ${at}`} and the program went on: ${message}`,
      { at, message, code: text(rejection["code"]) },
    );
  });
}

const SHORTLY_MS = 300;

/** The error that was caught last, when the program ended right after it and its output does not speak of it. */
function readCaught(sight: Sight, errors: readonly ProbeRecord[], uncaught: readonly ProbeRecord[]): Evidence[] {
  const last = errors.at(-1);
  if (last === undefined || uncaught.length > 0 || number(last["beforeEndMs"]) > SHORTLY_MS) return [];
  const name = text(last["name"]);
  const message = `${name === "" ? "" : `${name}: `}${text(last["message"])}`;
  const words = text(last["message"]).replace(/^\w*(?:Error)?: /, "");
  if (words !== "" && sight.trial.output.includes(words.slice(0, 60))) return [];
  const at = text(last["at"]);
  const module = /(?:No module named|Cannot find (?:module|package)) '([^']+)'/.exec(message)?.[1];
  if (module !== undefined && endedBadly(sight))
    return [evidence("probe.module-missing", `the module ${module} could not be loaded at ${at}`, { module, at })];
  return [
    evidence("probe.error-swallowed", `an error was caught at ${at}, and the program ended: ${message}`, {
      at,
      message,
      ...(Array.isArray(last["reads"]) ? { variablesBefore: last["reads"].map(String) } : {}),
    }),
  ];
}

function readServers(own: readonly ProbeRecord[]): Evidence[] {
  const created = own.filter((record) => record.kind === "server-created");
  const listens = own.filter((record) => record.kind === "listen-called");
  const exit = own.find((record) => record.kind === "exit");
  const modules = Array.isArray(exit?.["modules"]) ? exit["modules"].map(String) : [];
  const found: Evidence[] = [];
  if (created.length > 0 && listens.length === 0) {
    found.push(
      evidence(
        "probe.server-never-listened",
        `a server was created at ${text(created[0]?.["at"])} and never told to listen`,
        { at: text(created[0]?.["at"]) },
      ),
    );
  }
  if (created.length > 0 || listens.length > 0 || modules.length > 0 || number(exit?.["servers"]) > 0) {
    found.push(evidence("probe.server-intended", "the program means to be a server", {}));
  }
  return found;
}
