import { i18n, type Messages } from "@lingui/core";

/** The catalogues there are, by language or locale: `de` serves `de-CH` as well. */
const catalogues: Readonly<Record<string, () => Promise<{ messages: Messages }>>> = {
  en: () => import("../locales/en.po"),
  "en-XA": () => import("../locales/en-XA.po"),
};

/** The language of the texts for a BCP 47 locale; English where there is no catalogue. */
export function languageOf(locale: string): string {
  const [language = ""] = locale.split("-");
  return [locale, language].find((name) => name in catalogues) ?? "en";
}

/** Loads the texts; modules that hold texts are imported after it, since some are read while they load. */
export async function loadLanguage(locale: string): Promise<void> {
  const language = languageOf(locale);
  const catalogue = await catalogues[language]?.();
  if (catalogue === undefined) throw new Error(`no catalogue of ${language}`);
  i18n.loadAndActivate({ locale: language, messages: catalogue.messages });
  document.documentElement.lang = language;
}

/** Texts are read while modules load: another language begins with a fresh page. */
export function followLanguage(locale: string): void {
  if (i18n.locale !== languageOf(locale)) location.reload();
}
