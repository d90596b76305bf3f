import type { Trace } from "./parse-trace.ts";

/** What a process threw away within this time before the end may say why it ended; what it threw away before that was habit. */
const SHORTLY_S = 1;
const INTO_NOTHING = /^\d+<\/dev\/null[^>]*>+, ("(?:[^"\\]|\\.)*")/;

/** What the traced processes wrote to `/dev/null` shortly before the end, as far as strace shows it: the beginning of each write. */
export function discardedOutput(trace: Trace): string {
  return trace.calls
    .filter(({ name, atS }) => name === "write" && atS >= trace.endedAtS - SHORTLY_S)
    .map(({ args }) => unquote(INTO_NOTHING.exec(args)?.[1]))
    .join("");
}

/** A text as strace writes it: escapes as in C, other bytes in octal. */
function unquote(quoted: string | undefined): string {
  const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", v: "\v", f: "\f" };
  return (quoted ?? '""')
    .slice(1, -1)
    .replaceAll(/\\([0-7]{1,3}|.)/g, (_, code: string) =>
      /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (escapes[code] ?? code),
    );
}
