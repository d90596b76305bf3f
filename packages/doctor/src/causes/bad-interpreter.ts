import { findProgram } from "../files/find-program.ts";
import { detail, lastOf, type Cause, type Remedy } from "./cause.ts";

export const badInterpreter: Cause = {
  id: "bad-interpreter",
  title: "a script asks for an interpreter that is not there",
  prior: -3,
  raises: { "script.bad-interpreter": 13, "exec.missing-interpreter": 1 },
  lowers: { "script.carriage-return": -8 },
  explain: (seen) => ({
    summary: `${lastOf(seen, "script.bad-interpreter")?.text ?? "the interpreter is missing"}.`,
    action: `Install ${detail(seen, "interpreter", "script.bad-interpreter")} or name one that is there in the first line.`,
    patch: `#!/bin/sh`,
  }),
  remedies: async (seen) => {
    const path = detail(seen, "path", "script.bad-interpreter");
    const bytes = await seen.files.read(path);
    const facts = await seen.files.stat(path);
    if (bytes === undefined || facts === undefined) return [];
    const rest = bytes.toString("utf8").replace(/^\uFEFF?#![^\n]*\n?/, "");
    const wanted = detail(seen, "interpreter", "script.bad-interpreter").split("/").at(-1) ?? "";
    const stem = wanted.replace(/[\d.]+$/, "");
    const present = [wanted, stem, `${stem}3`, /^(ba|z|k|da|a)?sh$/.test(wanted) || wanted === "" ? "sh" : ""].filter(
      Boolean,
    );
    const remedies: Remedy[] = [];
    for (const name of new Set(present)) {
      const there = await findProgram(seen.files, name, {
        cwd: "/",
        path: `${seen.subject.environment["PATH"] ?? ""}:/usr/local/bin:/usr/bin:/bin`,
      });
      if (there !== undefined)
        remedies.push({
          changes: [{ kind: "write-file", path, content: Buffer.from(`#!${there}\n${rest}`), mode: facts.mode }],
        });
    }
    return remedies;
  },
};
