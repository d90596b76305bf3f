// `npm run texts`: gathers the texts of the web application into its catalogues. With --check it fails where they were not up to date.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { mustRun, root } from "./tools.js";

const web = join(root, "packages", "web");
const locales = join(web, "src", "locales");
const read = () => readdirSync(locales).map((name) => [name, readFileSync(join(locales, name), "utf8")]);

const before = JSON.stringify(read());
mustRun("lingui", ["extract", "--clean"], { cwd: web, stdio: ["ignore", "ignore", "inherit"] });
if (process.argv.includes("--check") && JSON.stringify(read()) !== before) {
  console.error(
    "The catalogues of texts were not up to date and have been written anew: look at them and commit them.",
  );
  process.exit(1);
}
