#!/usr/bin/env node
// Plain JavaScript on purpose: npm links a program at install time, before anything is built.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const REQUIRED_MAJOR = 22;
const built = fileURLToPath(new URL("../dist/main.js", import.meta.url));

if (Number(process.versions.node.split(".")[0]) < REQUIRED_MAJOR) {
  console.error(
    `doctor: Node ${process.versions.node} is too old, ${REQUIRED_MAJOR} or newer is needed; inside the checkout "npx doctor" finds it`,
  );
  process.exitCode = 2;
} else if (!existsSync(built)) {
  console.error('doctor: not built yet; run "npm ci && npm run build" in the checkout first');
  process.exitCode = 2;
} else {
  const { main } = await import(built);
  process.exitCode = await main(process.argv.slice(2));
}
