/** One finished system call of a traced run, as strace wrote it. */
export interface Syscall {
  readonly atS: number;
  readonly pid: number;
  readonly name: string;
  readonly args: string;
  /** The numeric result, when there is one. */
  readonly value?: number;
  readonly errno?: string;
}

export interface SignalSeen {
  readonly atS: number;
  readonly pid: number;
  readonly signal: string;
  readonly code: string;
  readonly senderPid?: number;
}

export interface Exec {
  readonly atS: number;
  readonly path: string;
  readonly argv: readonly string[];
  readonly errno?: string;
}

/** One process of a traced run; threads are folded into the process that they belong to. */
export interface ProcessLife {
  readonly pid: number;
  readonly parent?: number;
  readonly startedAtS: number;
  readonly execs: Exec[];
  endedAtS?: number;
  exitCode?: number;
  signal?: string;
}

export interface Trace {
  readonly calls: readonly Syscall[];
  readonly signals: readonly SignalSeen[];
  readonly lives: ReadonlyMap<number, ProcessLife>;
  readonly root: number;
  readonly endedAtS: number;
  /** The program that reads a script, by the script's path as it was executed; filled in by who can read the files. */
  readonly interpreters: Map<string, string>;
}

interface Reading {
  calls: Syscall[];
  signals: SignalSeen[];
  lives: Map<number, ProcessLife>;
  leaders: Map<number, number>;
  pending: Map<number, string>;
  root: number;
  endedAtS: number;
  interpreters: Map<string, string>;
}

/** Reads the output of `strace -f -ttt`; undefined when no line of it is one. */
export function parseTrace(text: string): Trace | undefined {
  const reading: Reading = {
    calls: [],
    signals: [],
    lives: new Map(),
    leaders: new Map(),
    pending: new Map(),
    root: 0,
    endedAtS: 0,
    interpreters: new Map(),
  };
  for (const line of text.split("\n")) {
    const parts = /^(\d+)\s+(\d+\.\d+) (.*)$/.exec(line);
    if (parts) readLine(reading, { pid: Number(parts[1]), atS: Number(parts[2]), text: parts[3] ?? "" });
  }
  return reading.root === 0 ? undefined : reading;
}

interface Line {
  readonly pid: number;
  readonly atS: number;
  readonly text: string;
}

function readLine(reading: Reading, line: Line): void {
  if (reading.root === 0) reading.root = line.pid;
  reading.endedAtS = line.atS;
  if (!reading.leaders.has(line.pid)) begin(reading, line.pid, line.atS);
  const { text } = line;
  if (text.startsWith("+++ ")) readEnd(reading, line);
  else if (text.startsWith("--- ")) readSignal(reading, line);
  else if (text.endsWith("<unfinished ...>")) {
    reading.pending.set(line.pid, text.slice(0, -"<unfinished ...>".length));
    // The last call of a process may never be finished: it is the exit itself.
    if (text.startsWith("exit_group(")) readCall(reading, { ...line, text: `${text.split(" <unf")[0] ?? ""} = ?` });
  } else if (text.startsWith("<... ")) {
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(text);
    const head = reading.pending.get(line.pid);
    reading.pending.delete(line.pid);
    if (resumed && head !== undefined) readCall(reading, { ...line, text: head + (resumed[1] ?? "") });
  } else readCall(reading, line);
}

function begin(reading: Reading, pid: number, atS: number, parent?: number): void {
  reading.leaders.set(pid, pid);
  if (!reading.lives.has(pid)) {
    reading.lives.set(pid, { pid, startedAtS: atS, execs: [], ...(parent === undefined ? {} : { parent }) });
  }
}

function readEnd(reading: Reading, { pid, atS, text }: Line): void {
  const life = reading.lives.get(pid);
  if (life === undefined) return;
  life.endedAtS = atS;
  const exited = /exited with (\d+)/.exec(text);
  const killed = /killed by (\w+)/.exec(text);
  if (exited) life.exitCode = Number(exited[1]);
  if (killed?.[1] !== undefined) life.signal = killed[1];
}

function readSignal(reading: Reading, { pid, atS, text }: Line): void {
  const signal = /^--- (SIG\w+)/.exec(text)?.[1];
  if (signal === undefined) return;
  const sender = /si_pid=(\d+)/.exec(text)?.[1];
  reading.signals.push({
    atS,
    pid: reading.leaders.get(pid) ?? pid,
    signal,
    code: /si_code=(\w+)/.exec(text)?.[1] ?? "",
    ...(sender === undefined ? {} : { senderPid: Number(sender) }),
  });
}

function readCall(reading: Reading, { pid, atS, text }: Line): void {
  const parts = /^(\w+)\((.*)\)\s+= (.+)$/s.exec(text);
  if (!parts) return;
  const [, name = "", args = "", result = ""] = parts;
  const value = /^-?(?:0x)?[\da-f]+/.exec(result)?.[0];
  const errno = /^-1 (E\w+)/.exec(result)?.[1];
  const leader = reading.leaders.get(pid) ?? pid;
  const call: Syscall = {
    atS,
    pid: leader,
    name,
    args,
    ...(value === undefined ? {} : { value: Number(value) }),
    ...(errno === undefined ? {} : { errno }),
  };
  reading.calls.push(call);
  if (/^(clone3?|v?fork)$/.test(name) && call.value !== undefined && call.value > 0) born(reading, call);
  if (name === "execve" || name === "execveat") executed(reading, call);
  const life = reading.lives.get(leader);
  if (name === "exit_group" && life !== undefined) life.exitCode ??= Number(/^\d+/.exec(args)?.[0] ?? 0) & 0xff;
}

function born(reading: Reading, call: Syscall): void {
  const child = call.value ?? 0;
  if (call.args.includes("CLONE_THREAD")) {
    reading.leaders.set(child, call.pid);
    reading.lives.delete(child);
  } else {
    const known = reading.lives.get(child);
    if (known === undefined) begin(reading, child, call.atS, call.pid);
    else reading.lives.set(child, { ...known, parent: call.pid });
  }
}

function executed(reading: Reading, call: Syscall): void {
  const life = reading.lives.get(call.pid);
  const path = /"((?:[^"\\]|\\.)*)"/.exec(call.args)?.[1];
  if (life === undefined || path === undefined) return;
  const list = /\[(.*?)\](?:\.\.\.)?, (?:0x|\[|NULL)/s.exec(call.args)?.[1] ?? "";
  life.execs.push({
    atS: call.atS,
    path: unescapeText(path),
    argv: [...list.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => unescapeText(match[1] ?? "")),
    ...(call.errno === undefined ? {} : { errno: call.errno }),
  });
}

/** Turns the escapes of a string in strace's output into the characters that they stand for (bytes as Latin-1). */
export function unescapeText(text: string): string {
  return text.replace(/\\(?:([0-7]{1,3})|x([\da-f]{2})|(.))/gis, (_, octal?: string, hex?: string, single?: string) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    const named: Record<string, string> = { n: "\n", t: "\t", r: "\r", v: "\v", f: "\f" };
    return named[single ?? ""] ?? single ?? "";
  });
}
