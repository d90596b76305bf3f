// `npm run doctor:scenarios`: replays the five background scenarios and prints the doctor's Markdown reports.
import { containerScenarios, processScenarios } from "./background-scenarios.ts";
import { engineReady, runContainerFault } from "./run-container-fault.ts";
import { runProcessFault } from "./run-fault.ts";

for (const fault of processScenarios) {
  const { text, skipped } = await runProcessFault(fault, ["--markdown"]);
  console.log(`<!-- ${fault.id} -->\n${skipped ?? text}`);
}
const api = await engineReady();
for (const fault of containerScenarios) {
  if (api === undefined) console.log(`<!-- ${fault.id}: needs a Docker engine with the base images -->`);
  else console.log(`<!-- ${fault.id} -->\n${(await runContainerFault(api, fault, ["--markdown"])).text}`);
}
