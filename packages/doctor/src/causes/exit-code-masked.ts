import { editScripts } from "./script-edits.ts";
import { lastOf, type Cause } from "./cause.ts";

export const exitCodeMasked: Cause = {
  id: "exit-code-masked",
  title: "the start script hides the failure of the program",
  prior: -3,
  raises: { "shell.child-failure-masked": 7, "exit.zero": 1 },
  lowers: {
    "trace.connect-refused": -2,
    "output.names-unset-variable": -2,
    "trace.missing-file": -2,
    "shell.child-left-running": -3,
  },
  explain: (seen) => ({
    summary: `${lastOf(seen, "shell.child-failure-masked")?.text ?? "The failure was masked"}, so the end looks like success.`,
    action: "Let the script end with the program's exit code: exec it as the last line, or set -e.",
    patch: '+exec PROGRAM "$@"',
  }),
  remedies: async (seen) => {
    const edits = await editScripts(seen, (script) =>
      script.startsWith("#!") ? script.replace("\n", "\nset -e\n") : `set -e; ${script}`,
    );
    return edits.length === 0 ? [] : [{ changes: edits, shows: "fails-openly" }];
  },
};
