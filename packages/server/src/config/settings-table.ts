import type { Setting } from "./setting.ts";
import { settingNames, settings } from "./settings.ts";

/** The configuration as a Markdown table: what docs/operations.md must hold. */
export function settingsTable(): string {
  const rows = settingNames.map((name) => {
    const one: Setting<unknown> = settings[name];
    const needed = one.neededInProduction ? " **Required in production.**" : "";
    const secret = one.secret ? " Secret." : "";
    return [`\`${name}\``, one.about + secret + needed, one.otherwise ?? "none", `\`${one.example}\``];
  });
  const table = [["variable", "what it does", "default", "example"], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string => `| ${row.map((cell, at) => cell.padEnd(widths[at]!)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [line(table[0]!), rule, ...table.slice(1).map(line)].join("\n");
}
