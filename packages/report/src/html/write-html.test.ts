import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportResultSet } from "../export-result-set.ts";
import { csvLine, hostileTexts, ledgerPlan, ResultFolder } from "../result-folder.test-support.ts";
import { escapeHtml } from "./escape-html.ts";
import { darkColours, lightColours } from "./page-style.ts";

let folder: ResultFolder;
beforeAll(async () => {
  folder = await ResultFolder.create();
});
afterAll(() => folder.remove());

const header = "id,note,amount,booked\n";

async function page(left: string, right: string, plan = ledgerPlan, maxBreaksListed = 1000): Promise<string> {
  const set = await folder.reconcile(plan, left, right);
  await exportResultSet(set, folder.file("page.html"), { maxBreaksListed });
  return readFile(folder.file("page.html"), "utf8");
}

/** Tags by name, to see that data adds none. */
function tags(html: string): Set<string> {
  return new Set([...html.matchAll(/<([a-zA-Z][a-zA-Z0-9]*)/g)].map(([, name]) => name!.toLowerCase()));
}

describe("HTML", () => {
  it("needs nothing from elsewhere and runs nothing", async () => {
    const html = await page(`${header}1,a,1,2026-01-01\n2,b,2,2026-01-02\n`, `${header}1,a,1.5,2026-01-01\n`);
    expect(html).not.toMatch(/https?:\/\/|\bsrc=|<script|@import|url\(|<link|\bon\w+=|javascript:/i);
    expect(html).toContain("default-src 'none'");
    expect(html.match(/<svg /g)).toHaveLength(8);
    expect(html).not.toMatch(/NaN|undefined|\[object/);
  });

  it("shows hostile texts as texts", async () => {
    const lines = (mark: string): string =>
      header + hostileTexts.map((text, i) => csvLine(String(i), text + mark, "1", "2026-01-01")).join("\n");
    const plain = await page(`${header}1,a,1,2026-01-01`, `${header}1,b,1,2026-01-01`);
    const html = await page(lines(""), lines("!"), { ...ledgerPlan, name: "plan" });
    expect(tags(html)).toEqual(tags(plain));
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(html).toContain("&lt;/style&gt;&lt;img src=x");
    expect(html).toContain("[U+202E]gnp.exe");
    // eslint-disable-next-line no-control-regex
    expect(html).not.toMatch(/[\u0000-\u0008\u202a-\u202e\u2066-\u2069]/);
  });

  it("escapes what could end an attribute, an element or a line", () => {
    expect(escapeHtml(`<a href="x" o='y'>&\u0000\u2066`)).toBe(
      "&lt;a href=&quot;x&quot; o=&#39;y&#39;&gt;&amp;[U+0000][U+2066]",
    );
    expect(escapeHtml("\ud800")).toBe("\ufffd");
  });

  it("says that there are no breaks", async () => {
    const html = await page(`${header}1,a,1,2026-01-01\n`, `${header}1,a,1,2026-01-01\n`);
    expect(html).toContain("All records agree");
    expect(html).toContain("There are none");
    expect(html).not.toContain('<table class="breaks"');
    expect(html).toContain("every record accounted for");
  });

  it("does without amount and date, and without any record", async () => {
    const bare = { ...ledgerPlan, roles: {} };
    expect(await page(`${header}1,a,1,2026-01-01\n`, `${header}2,a,1,2026-01-01\n`, bare)).toContain(
      "names no amount field",
    );
    expect(await page(header, header)).toContain("Neither side has any records");
  });

  it("lists no more breaks than asked for, and says so", async () => {
    const left = Array.from({ length: 30 }, (_, i) => `${i},n,${i}.25,2026-01-01`).join("\n");
    const html = await page(header + left, header, ledgerPlan, 10);
    expect(html.match(/<details><summary>/g)).toHaveLength(10);
    expect(html).toContain("The first 10 of 30");
  });

  it("names plan, sources with their sha256, and the certificate", async () => {
    const set = await folder.reconcile(ledgerPlan, `${header}1,a,1,2026-01-01\n`, header);
    await exportResultSet(set, folder.file("proof.html"));
    const html = await readFile(folder.file("proof.html"), "utf8");
    const { left, right } = set.certificate.sources;
    for (const text of ["ledger", set.certificateHash, left[0]!.sha256, right[0]!.sha256]) expect(html).toContain(text);
  });

  const luminance = (colour: string): number => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const contrast = (a: string, b: string): number => {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (light! + 0.05) / (dark! + 0.05);
  };

  it.each([
    ["light", lightColours],
    ["dark", darkColours],
  ] as const)("keeps WCAG AA contrast in the %s scheme", (_, colours) => {
    // prettier-ignore
    for (const ground of [colours.ground, colours.card, colours.shade, colours.mark]) {
      for (const letter of [colours.ink, colours.soft]) expect(contrast(letter, ground)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(colours.link, colours.card)).toBeGreaterThanOrEqual(4.5);
    for (const name of ["good", "open", "bad"] as const)
      expect(contrast(colours[name], colours[`${name}-ground`])).toBeGreaterThanOrEqual(4.5);
    for (const name of ["matched", "differs", "suggested", "unmatched", "duplicate", "excluded", "rejected"] as const) {
      expect(contrast(colours[name], colours.card), name).toBeGreaterThanOrEqual(3);
    }
  });
});
