import { detail, type Cause } from "./cause.ts";

export const noInterpreterLine: Cause = {
  id: "no-interpreter-line",
  title: "what is started is neither a program of this system nor a script with a first line that says what reads it",
  prior: -4,
  raises: { "file.no-interpreter-line": 12, "exec.bad-format": 1 },
  lowers: { "file.empty": -8, "elf.wrong-machine": -8 },
  explain: (seen) => ({
    summary: `${detail(seen, "path", "file.no-interpreter-line")} has no #! line, and the system does not know its format.`,
    action: "Give the script a first line such as #!/bin/sh, or start it as an argument of its interpreter.",
    patch: "+#!/bin/sh",
  }),
  remedies: async (seen) => {
    const path = detail(seen, "path", "file.no-interpreter-line");
    const bytes = await seen.files.read(path);
    const facts = await seen.files.stat(path);
    if (bytes === undefined || facts === undefined) return [];
    return [
      {
        changes: [
          { kind: "write-file", path, content: Buffer.concat([Buffer.from("#!/bin/sh\n"), bytes]), mode: facts.mode },
        ],
      },
    ];
  },
};
