import { detail, lastOf, type Cause } from "./cause.ts";

export const notExecutable: Cause = {
  id: "not-executable",
  title: "the program is not executable",
  prior: -3,
  raises: { "file.not-executable": 8, "exec.denied": 5, "exit.not-executable": 2, "engine.exec-denied": 4 },
  lowers: { "exec.missing-interpreter": -6 },
  explain: (seen) => {
    const path = detail(seen, "path", "file.not-executable", "exec.denied", "engine.exec-denied");
    return {
      summary: `${lastOf(seen, "file.not-executable", "exec.denied", "engine.exec-denied")?.text ?? `${path} cannot be executed`}.`,
      action: "Make it executable where it is made, so that the mode travels with it.",
      patch: `chmod +x ${path}\n# Dockerfile\nCOPY --chmod=755 …`,
    };
  },
  remedies: (seen) => {
    const path = detail(seen, "path", "file.not-executable", "exec.denied");
    return path === "" ? [] : [{ changes: [{ kind: "set-mode", path, mode: 0o755 }] }];
  },
};
