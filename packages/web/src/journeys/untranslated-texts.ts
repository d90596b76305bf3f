import type { Page, Response } from "playwright-core";

/** Under these names the API sends words of its own, which people should read in their language. */
const codes = new Set([
  "kind",
  "status",
  "state",
  "role",
  "roles",
  "outcome",
  "outcomes",
  "stage",
  "type",
  "phase",
  "theme",
]);

/** What the server sent to a page so far: names, values, explanations of problems. It is shown as it came. */
export class SentTexts {
  readonly #texts = new Set<string>();
  readonly #reading = new Set<Promise<void>>();

  constructor(page: Page) {
    page.on("response", (response) => {
      const reading = this.#read(response).finally(() => this.#reading.delete(reading));
      this.#reading.add(reading);
    });
  }

  async #read(response: Response): Promise<void> {
    if (!(response.headers()["content-type"] ?? "").includes("json")) return;
    // A page that has moved on takes the answers of the one before with it.
    const body: unknown = await response.json().catch(() => undefined);
    this.#add(body, "");
  }

  #add(value: unknown, name: string): void {
    if (typeof value === "string" && !codes.has(name)) this.#texts.add(value);
    if (Array.isArray(value)) for (const one of value) this.#add(one, name);
    else if (typeof value === "object" && value !== null) {
      for (const [key, one] of Object.entries(value)) {
        // Keys are words of the API, but for currencies and the like.
        if (!/^[a-z][A-Za-z]*$/.test(key)) this.#texts.add(key);
        this.#add(one, key);
      }
    }
  }

  /** Longest first, so that no name hides within a longer one. */
  async all(): Promise<readonly string[]> {
    await Promise.all(this.#reading);
    return [...this.#texts].filter((text) => /[A-Za-z]{2}/.test(text)).sort((one, other) => other.length - one.length);
  }
}

/** The words that the browser writes into dates, ages and sizes, and its own name in the list of sessions. */
function browserWords(): ReadonlySet<string> {
  const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const ages = (["second", "minute", "hour", "day"] as const).flatMap((unit) =>
    [-2, -1, 0, 1, 2].map((count) => relative.format(count, unit)),
  );
  const months = Array.from({ length: 12 }, (_, month) =>
    new Intl.DateTimeFormat("en", { month: "short", hour: "numeric" }).format(new Date(2026, month, 1, month * 2)),
  );
  return new Set([...ages, ...months, "byte bytes kB MB GB ms min", "Chrome Linux"].join(" ").match(/[A-Za-z]+/g));
}

/**
 * Visible texts, labels, titles and placeholders with words in plain letters. The pseudo-locale accents every letter of the catalogue:
 * what is left is data, which the server sent or an element declares with `translate="no"`, or a text that nobody can translate.
 */
export async function untranslatedTexts(page: Page, sent: readonly string[]): Promise<readonly string[]> {
  const shown = await page.evaluate(collectTexts);
  const ofBrowser = browserWords();
  const isOwn = (text: string): boolean => {
    let left = text;
    for (const data of sent) if (left.includes(data)) left = left.replaceAll(data, " ");
    // A word that is accented in part has not come from one text: letters beside accents count as plain.
    return (left.match(/[A-Za-z]{2,}/g) ?? []).some((word) => !ofBrowser.has(word));
  };
  return [...new Set(shown)].filter(isOwn);
}

/** Runs in the page. */
function collectTexts(): string[] {
  const skipped = 'code, pre, script, style, textarea, [translate="no"]';
  const room = document.body;
  const found: string[] = [];
  const walker = document.createTreeWalker(room, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (holder === null || holder.closest(skipped) !== null || !holder.checkVisibility()) continue;
    found.push((node.textContent ?? "").trim());
  }
  for (const element of room.querySelectorAll<HTMLElement>("[aria-label], [title], [placeholder], [alt]")) {
    if (element.closest(skipped.replace(" textarea,", "")) !== null || !element.checkVisibility()) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      const text = element.getAttribute(name);
      if (text !== null) found.push(text);
    }
  }
  // The value of a choice is a text of the page, unlike what somebody wrote.
  for (const input of room.querySelectorAll<HTMLInputElement>("input[readonly]"))
    if (input.checkVisibility() && input.closest(skipped) === null) found.push(input.value);
  return found;
}
