import type { Page } from "playwright-core";
import { madeBank, madeLedger, madeNames } from "./made-files.ts";

type Shoot = (page: Page, name: string) => Promise<void>;

/** Half of the records are taken by the first pass; the second looks at every pair of the others. */
const longPlan = `version: 1
name: names
left: { files: [names.csv] }
right: { files: [names.csv] }
fields:
  even: { type: text, left: { column: id, extract: "^([0-9]*[02468])$" }, right: { column: id, extract: "^([0-9]*[02468])$" } }
  name: { type: text }
  batch: { type: text }
passes:
  - { name: key, kind: keyed, on: [even] }
  - { name: alike, kind: similar, block: [batch], conditions: [{ field: name, similar: { measure: jaroWinkler, atLeast: 0.5 } }] }
`;

/** From two files to rules and a failed run, a picture at each step. Begins on the page of a project. */
export async function setUpTour(page: Page, shoot: Shoot): Promise<void> {
  const project = page.url();
  await page.getByRole("link", { name: "New reconciliation" }).click();
  await page.getByLabel(/^Left/).first().setInputFiles(madeBank());
  await page.getByRole("region", { name: "Left file" }).getByText("rejected", { exact: false }).waitFor();
  await page
    .getByLabel(/^Right/)
    .first()
    .setInputFiles(await madeLedger());
  await page.getByRole("region", { name: "Columns that belong together" }).waitFor();
  await page.getByRole("region", { name: "Field reference", exact: true }).getByText("RE-10000").first().waitFor();
  await shoot(page, "two-files");
  await page.getByRole("region", { name: "Left file" }).getByRole("link").click();
  await page.getByRole("region", { name: "Rejected records" }).getByRole("cell").first().waitFor();
  await page.getByRole("region", { name: "First records" }).getByRole("cell").first().waitFor();
  await shoot(page, "source");
  await page.goBack();
  await page.getByRole("textbox", { name: "Name of the reconciliation" }).fill("Bank and ledger, November");
  await page.getByRole("button", { name: "Save and run" }).click();
  await page.getByRole("heading", { name: "Proof of balance" }).waitFor({ timeout: 60_000 });
  await page.getByLabel("Trail").getByRole("link").last().click();
  await page.getByRole("link", { name: "Map and rules" }).click();
  await page.getByRole("radio", { name: "only these" }).check();
  await page.getByRole("combobox", { name: "compare amount: kind of tolerance" }).click();
  await page.getByRole("option", { name: "apart by at most" }).click();
  await page.getByRole("textbox", { name: "compare amount: amount" }).fill("0.05");
  await page.getByRole("button", { name: "Show the effect" }).click();
  await page.getByRole("table", { name: "Effect on the last run" }).waitFor({ timeout: 60_000 });
  await page.getByRole("region", { name: "Passes, in order" }).scrollIntoViewIfNeeded();
  await shoot(page, "rules");
  await page.getByRole("button", { name: "Discard the changes" }).click();
  await page.goto(project);
  await failedRun(page, shoot);
}

async function failedRun(page: Page, shoot: Shoot): Promise<void> {
  await page.getByRole("link", { name: "New reconciliation" }).click();
  await page.getByLabel(/^Left/).first().setInputFiles(madeNames(6_000));
  await page.getByRole("region", { name: "Left file" }).getByText("6,000 records").waitFor();
  await page.getByRole("combobox", { name: "or a file that is here already, right" }).click();
  await page.getByRole("option", { name: "names.csv" }).click();
  const plan = page.getByRole("textbox", { name: "Plan (YAML)" });
  await plan.fill(`${longPlan}limits: { pairs: 1000 }\n`);
  await page.getByRole("button", { name: "Save and run" }).click();
  await page.getByText("What to do:").waitFor({ timeout: 60_000 });
  await shoot(page, "run-failed");
  await page.getByRole("link", { name: "Go to map and rules" }).click();
  await plan.fill(longPlan);
  await page.getByRole("button", { name: "Save as a new version" }).click();
  await page.getByRole("heading", { name: "Plan, version 2" }).waitFor();
  await page.getByLabel("Trail").getByRole("link").last().click();
  await page.getByRole("button", { name: "Run again on the same files" }).click();
  await page.getByRole("region", { name: "Settled so far" }).waitFor({ timeout: 60_000 });
  await shoot(page, "run-underway");
}
