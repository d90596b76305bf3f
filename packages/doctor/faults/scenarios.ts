// `npm run doctor:scenarios`: replays the five background scenarios and prints the doctor's Markdown reports.
import { containerScenarios, processScenarios } from "./background-scenarios.ts";
import { startOwnEngine } from "./own-engine.ts";
import { runContainerFault } from "./run-container-fault.ts";
import { runProcessFault } from "./run-fault.ts";

for (const fault of processScenarios) {
  const { text, skipped } = await runProcessFault(fault, ["--markdown"]);
  console.log(`<!-- ${fault.id} -->\n${skipped ?? text}`);
}
const engine = await startOwnEngine();
for (const fault of containerScenarios) {
  if (typeof engine === "string") console.log(`<!-- ${fault.id}: ${engine} -->`);
  else console.log(`<!-- ${fault.id} -->\n${(await runContainerFault(engine, fault, ["--markdown"])).text}`);
}
if (typeof engine !== "string") await engine.stop();
