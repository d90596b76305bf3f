// `npm start`: installs what is missing, builds, starts the server and stays. Once it is ready, the bundled example is
// also reconciled on the command line, to show both ways.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, environment, install, root } from "./tools.js";

install();
build();

// The first `npm start` may run on a Node older than the one that was just installed.
const ownNode = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
const nodePath = existsSync(ownNode) ? ownNode : process.execPath;
const launcher = join(root, "packages", "server", "dist", "boot", "launcher.js");
const { launch } = await import(pathToFileURL(launcher).href);
process.exitCode = await launch({ env: environment, nodePath, onReady: showExample });

function showExample(url) {
  const example = join(root, "examples", "quick-start");
  const recon = join(root, "packages", "cli", "bin", "recon.js");
  const files = [join(example, "old.csv"), join(example, "new.csv")];
  const out = join(example, "quick-start.result");
  console.log("\nThe bundled example on the command line: examples/quick-start/old.csv with new.csv\n");
  const run = spawn(nodePath, [recon, "compare", ...files, "--key", "id", "--out", out], {
    cwd: root,
    env: environment,
    stdio: ["ignore", "inherit", "inherit"],
  });
  run.once("error", (error) => console.error(`the example could not be run: ${error.message}`));
  run.once("exit", (code) => {
    // The example has breaks on purpose; only a real failure is one.
    if (code === 0 || code === 1) console.log(hints(url));
  });
}

function hints(url) {
  return `
Recon serves at ${url} and goes on until Ctrl-C. The administrator's password was shown once, at the first start;
"npx recon admin reset admin@recon.local" makes a new one. On the command line:
  npx recon show examples/quick-start/quick-start.result --breaks
  npx recon verify examples/quick-start/quick-start.result
  npx recon compare old.csv new.csv --key id       with files of your own
  npx recon init bank.csv ledger.xlsx -o month.recon.yaml
`;
}
