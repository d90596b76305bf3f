import { evidence, type Evidence } from "../evidence/evidence.ts";
import type { DebuggerReport } from "../experiment/trial.ts";

/** Variables that runtimes and C libraries ask for by themselves. */
const RUNTIME =
  /^(LC_|LOCPATH|SYSTEMD_|LANG|MALLOC_|LD_|GCONV|TZ|RUST_(BACKTRACE|MIN_STACK|LIB)|GO(TRACEBACK|MAXPROCS|GC|DEBUG|ROOT|MEMLIMIT|COVERDIR)|NODE_|PYTHON|OPENSSL|SSL_|OUTPUT_CHARSET|NLSPATH|POSIXLY|TERM|COLUMNS|LINES|RES_OPTIONS|LOCALDOMAIN|HOSTALIASES|TMPDIR|HOME|USER|PATH|PWD|TZDIR|GLIBC|IFS|ENV$|BASH|SHELL|MAIL|PS\d|CDPATH|FPATH|OLDPWD|HISTSIZE|OPTIND|PPID|GETCONF)/;

const BEFORE_MAIN =
  /^(_dl_init|call_init|_dl_start_user|__libc_csu_init|_GLOBAL__sub_I|__static_initialization|_dl_main|dl_main|__do_global_ctors)/;

/** What a debugger saw in a native program: variables looked up in vain, and where the end came from. */
export function readDebuggerReport(report: DebuggerReport): Evidence[] {
  const names = report.missingVariables.filter((name) => !RUNTIME.test(name) && /^[A-Za-z_]\w*$/.test(name));
  const found: Evidence[] = names.map((name, index) =>
    evidence("debugger.variable-missing", `the program looked up ${name}, which is not set`, {
      name,
      late: index === names.length - 1,
    }),
  );
  const stack = report.stackAtEnd;
  const inMain = stack.some((frame) =>
    /^(main|main\.main|__libc_start_call_main|runtime\.main|_start_rust)$/.test(frame),
  );
  const before = stack.some((frame) => BEFORE_MAIN.test(frame));
  const shown = stack
    .filter((frame) => frame !== "??")
    .slice(0, 6)
    .join(" ← ");
  if (before && !inMain) {
    const id = report.signal === undefined ? "trace.exit-before-main" : "trace.crash-before-main";
    const what = report.signal === undefined ? "exit was called" : `${report.signal} struck`;
    const named = stack.find((frame) => !/^(__|_dl|_exit|exit|_start|call_init|\?\?|raise|abort)/.test(frame));
    found.push(
      evidence(id, `${what} before main: ${shown}`, {
        stack: shown,
        ...(named === undefined ? {} : { function: named }),
      }),
    );
  } else if (inMain && report.signal === undefined) {
    found.push(evidence("trace.exit-after-main", `main was reached: ${shown}`, { stack: shown }));
  }
  return found;
}
