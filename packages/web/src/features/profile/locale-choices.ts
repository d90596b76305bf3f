/** Locales whose ways of writing numbers and dates people ask for; any other can be the browser's own. */
const known = [
  "cs-CZ",
  "da-DK",
  "de-AT",
  "de-CH",
  "de-DE",
  "el-GR",
  "en-AU",
  "en-CA",
  "en-GB",
  "en-IE",
  "en-IN",
  "en-US",
  "en-ZA",
  "es-ES",
  "es-MX",
  "et-EE",
  "fi-FI",
  "fr-BE",
  "fr-CA",
  "fr-CH",
  "fr-FR",
  "hu-HU",
  "it-CH",
  "it-IT",
  "ja-JP",
  "ko-KR",
  "lt-LT",
  "lv-LV",
  "nb-NO",
  "nl-BE",
  "nl-NL",
  "pl-PL",
  "pt-BR",
  "pt-PT",
  "ro-RO",
  "sk-SK",
  "sl-SI",
  "sv-SE",
  "tr-TR",
  "uk-UA",
  "zh-CN",
];

export interface LocaleChoice {
  readonly value: string;
  readonly label: string;
}

/** By name in English, the browser's own among them. */
export function localeChoices(own: string): LocaleChoice[] {
  const names = new Intl.DisplayNames("en", { type: "language" });
  return [...new Set([own, ...known])]
    .map((value) => ({ value, label: `${names.of(value) ?? value} (${value})` }))
    .sort((one, other) => one.label.localeCompare(other.label, "en"));
}
