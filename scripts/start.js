// `npm start`: installs what is missing, builds, reconciles the bundled example and says where the result lies.
import { join } from "node:path";
import { build, install, root, run } from "./tools.js";

install();
build();

const example = join(root, "examples", "quick-start");
const out = join(example, "quick-start.result");
console.log("\nReconciling the bundled example: examples/quick-start/old.csv with new.csv\n");
const recon = join(root, "packages", "cli", "bin", "recon.js");
const { status } = run("node", [
  recon,
  "compare",
  join(example, "old.csv"),
  join(example, "new.csv"),
  "--key",
  "id",
  "--out",
  out,
]);

// The example has breaks on purpose; only a real failure is one.
if (status !== 0 && status !== 1) process.exit(status ?? 70);
console.log(`
Next:
  npx recon show examples/quick-start/quick-start.result --breaks
  npx recon verify examples/quick-start/quick-start.result
  npx recon compare old.csv new.csv --key id       with files of your own
  npx recon init bank.csv ledger.xlsx -o month.recon.yaml
`);
