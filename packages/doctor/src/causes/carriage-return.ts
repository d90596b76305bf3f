import { detail, type Cause } from "./cause.ts";

export const carriageReturn: Cause = {
  id: "carriage-return",
  title: "a script has Windows line ends",
  prior: -3,
  raises: { "script.carriage-return": 13, "exec.missing-interpreter": 1 },
  lowers: { "exec.denied": -6 },
  explain: (seen) => {
    const path = detail(seen, "path", "script.carriage-return");
    return {
      summary: `The first line of ${path} ends with a carriage return, so the system looks for an interpreter of that name.`,
      action: "Store the script with LF line ends, and keep git from converting it.",
      patch: `sed -i 's/\\r$//' ${path}\n# .gitattributes\n+*.sh text eol=lf`,
    };
  },
  remedies: async (seen) => {
    const path = detail(seen, "path", "script.carriage-return");
    const bytes = await seen.files.read(path);
    const facts = await seen.files.stat(path);
    if (bytes === undefined || facts === undefined) return [];
    const content = Buffer.from(bytes.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
    return [{ changes: [{ kind: "write-file", path, content, mode: facts.mode }] }];
  },
};
