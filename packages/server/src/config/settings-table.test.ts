import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { settingsTable } from "./settings-table.ts";

test("docs/operations.md holds the table of the configuration as it is", () => {
  const document = readFileSync(new URL("../../../../docs/operations.md", import.meta.url), "utf8");
  const table = document.slice(
    document.indexOf("| variable"),
    document.indexOf("\n\n", document.indexOf("| variable")),
  );
  // On a difference: put this text between the two headings of the document.
  expect(table).toBe(settingsTable());
});
