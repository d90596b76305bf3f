import { describe, expect, it } from "vitest";
import { parseTrace, unescapeText } from "./parse-trace.ts";
import { culpritOf, isShell } from "./process-tree.ts";

const TRACE = [
  '10 1.000 execve("/bin/sh", ["sh", "-c", "work"], 0x7ffc /* 3 vars */) = 0',
  "10 1.010 clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD) = 11",
  '11 1.020 execve("/bin/work", ["work"], 0x7ffc /* 3 vars */) = 0',
  "11 1.030 clone3({flags=CLONE_VM|CLONE_THREAD} => {parent_tid=[12]}, 88) = 12",
  '11 1.040 connect(3<TCP:[1]>, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16 <unfinished ...>',
  '12 1.045 openat(AT_FDCWD</>, "/x", O_RDONLY) = -1 ENOENT (No such file or directory)',
  "11 1.050 <... connect resumed>) = -1 ECONNREFUSED (Connection refused)",
  "11 1.060 exit_group(7) = ?",
  "11 1.061 +++ exited with 7 +++",
  "10 1.070 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=11, si_status=7} ---",
  "10 1.080 exit_group(0) = ?",
  "10 1.081 +++ exited with 0 +++",
].join("\n");

describe("reading a trace", () => {
  const trace = parseTrace(TRACE);

  it("folds threads into their process and joins interrupted calls", () => {
    expect(trace?.lives.size).toBe(2);
    expect(trace?.calls.find((call) => call.name === "connect")?.errno).toBe("ECONNREFUSED");
    expect(trace?.calls.find((call) => call.name === "openat")?.pid).toBe(11);
  });

  it("finds the process that decided the end below a shell", () => {
    const culprit = trace === undefined ? undefined : culpritOf(trace);
    expect(culprit?.pid).toBe(11);
    expect(culprit?.exitCode).toBe(7);
    expect(trace !== undefined && isShell(trace, trace.lives.get(10) ?? culprit!)).toBe(true);
  });

  it("reads escapes", () => {
    expect(unescapeText("\\7ledger\\0\\x41\\n")).toBe("\u0007ledger\u0000A\n");
  });

  it("says that there is none", () => expect(parseTrace("strace: nothing\n")).toBeUndefined());
});
