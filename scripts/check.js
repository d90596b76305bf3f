// `npm run check`: the one command that checks everything. With --static, all but the tests.
import { join } from "node:path";
import { build, install, mustRun, root } from "./tools.js";

install();
build();
mustRun("tsc", ["-p", "tsconfig.tests.json"]);
mustRun("node", [join(root, "scripts", "texts.js"), "--check"]);
mustRun("prettier", ["--check", "--log-level", "warn", "."]);
mustRun("oxlint", ["--type-aware", "--deny-warnings"]);
mustRun("knip", []);
if (!process.argv.includes("--static")) mustRun("node", [join(root, "scripts", "test.js")]);
