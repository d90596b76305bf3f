#!/usr/bin/env node
// Plain JavaScript on purpose: npm links a program at install time, before anything is built.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const REQUIRED_MAJOR = 22;
const built = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const args = process.argv.slice(2);

if (Number(process.versions.node.split(".")[0]) < REQUIRED_MAJOR) {
  console.error(
    `recon: Node ${process.versions.node} is too old, ${REQUIRED_MAJOR} or newer is needed; inside the checkout "npx recon" finds it`,
  );
  process.exitCode = 70;
} else if (!existsSync(built)) {
  console.error('recon: not built yet; run "npm ci && npm run build" in the checkout first');
  process.exitCode = 70;
} else if (args.length === 1 && args[0] === "serve") {
  // Past everything else: the launcher must be able to speak when nothing else can be loaded.
  const { launch } = await import("@recon/server/launcher").catch(failLoading);
  process.exitCode = await launch({ env: process.env });
} else {
  const { enableCompileCache } = await import("node:module");
  enableCompileCache?.();
  const { main } = await import(built).catch(failLoading);
  process.exitCode = await main(args);
}

function failLoading(error) {
  console.error(`recon: could not be loaded: ${error.message}`);
  process.exit(70);
}
