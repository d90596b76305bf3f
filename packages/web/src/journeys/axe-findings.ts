import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** Serious findings of axe in both themes, as text that a failing test shows. Only contrast depends on the theme. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const axe = new AxeBuilder({ page });
    const { violations } = await (colorScheme === "light" ? axe : axe.withRules(["color-contrast"])).analyze();
    for (const { id, impact, nodes } of violations)
      if (impact === "serious" || impact === "critical")
        found.push(...nodes.map(({ html }) => `${colorScheme} ${id}: ${html.slice(0, 200)}`));
  }
  await page.emulateMedia({ colorScheme: "light" });
  return found;
}
