import { expect, it } from "vitest";
import { discardedOutput } from "./discarded-output.ts";
import { parseTrace } from "./parse-trace.ts";

it("finds what was thrown away shortly before the end, and nothing else", () => {
  const trace = parseTrace(
    [
      '7 1.0 execve("/bin/sh", ["sh"], 0x1 /* 2 vars */) = 0',
      '7 1.1 write(2</dev/null<char 1:3>>, "old news\\n", 9) = 9',
      '7 5.0 write(1</dev/pts/0<char 136:0>>, "shown\\n", 6) = 6',
      '7 5.1 write(2</dev/null<char 1:3>>, "sh: \\"tool\\": ", 12) = 12',
      '8 5.2 write(2</dev/null<char 1:3>>, "not found \\303\\274\\n", 13) = 13',
      "7 5.3 exit_group(1) = ?",
      "7 5.3 +++ exited with 1 +++",
    ].join("\n"),
  );
  expect(discardedOutput(trace!)).toBe('sh: "tool": not found \u00c3\u00bc\n');
});
