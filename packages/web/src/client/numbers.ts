import { useSyncExternalStore } from "react";

/** Numbers, amounts and times in the person's locale. Amounts stay decimal text: they never become floating point. */
export interface Locale {
  /** BCP 47: `de-CH`. */
  readonly locale: string;
  /** IANA; undefined: that of the machine. */
  readonly timeZone: string | undefined;
}

const KEPT = "recon-locale";
const LONG_DIGITS = 20;

function createFormats({ locale, timeZone }: Locale) {
  const zone = timeZone === undefined ? {} : { timeZone };
  return {
    locale,
    whole: new Intl.NumberFormat(locale),
    percent: new Intl.NumberFormat(locale, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 2 }),
    long: new Intl.NumberFormat(locale, { maximumFractionDigits: LONG_DIGITS }),
    tenth: new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    instant: new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", ...zone }),
    day: new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }),
    relative: new Intl.RelativeTimeFormat(locale, { numeric: "auto" }),
    amounts: new Map<number, Intl.NumberFormat>(),
  };
}

/** What was chosen last on this machine, so that the first paint has it before the profile is there. */
function keptLocale(): Locale {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Partial<Locale>;
    return { locale: kept.locale ?? navigator.language, timeZone: kept.timeZone };
  } catch {
    return browserLocale();
  }
}

export const browserLocale = (): Locale => ({ locale: navigator.language, timeZone: undefined });

let chosen: Locale = keptLocale();
let formats = safeFormats();
const listeners = new Set<() => void>();

/** A locale or zone that this browser does not know gives way to its own. */
function safeFormats(): ReturnType<typeof createFormats> {
  try {
    return createFormats(chosen);
  } catch {
    chosen = browserLocale();
    return createFormats(chosen);
  }
}

/** From now on every figure is written in this locale; screens that are open follow through `useLocale`. */
export function chooseLocale(next: Locale): void {
  if (next.locale === chosen.locale && next.timeZone === chosen.timeZone) return;
  chosen = next;
  formats = safeFormats();
  localStorage.setItem(KEPT, JSON.stringify(chosen));
  for (const listener of listeners) listener();
}

/** The locale in use, as text: BCP 47. */
export const chosenLocale = (): string => chosen.locale;

/** The locale in use; components that show figures are drawn anew when it changes. */
export function useLocale(): Locale {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => chosen,
  );
}

export const formatCount = (count: number): string => formats.whole.format(count);

/** Grouped by the locale, digits as given; a true minus sign. */
export function formatAmount(amount: string | null): string {
  if (amount === null) return "–";
  const digits = amount.split(".")[1]?.length ?? 0;
  const format =
    formats.amounts.get(digits) ??
    new Intl.NumberFormat(formats.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  formats.amounts.set(digits, format);
  return format.format(amount as Intl.StringNumericLiteral).replace("-", "−");
}

/** Grouped by the locale with as many digits as it has: bounds of ranges. */
export const formatBound = (value: string | number): string => formats.long.format(value as Intl.StringNumericLiteral);

/** "0.9554" → 95.54 %; never rounds up to 100 %. */
export function formatRate(rate: string | null): string {
  if (rate === null) return "–";
  return formats.percent.format(rate as Intl.StringNumericLiteral);
}

export const formatInstant = (at: string): string => formats.instant.format(new Date(at));
export const formatDay = (date: string): string => formats.day.format(new Date(`${date}T00:00:00Z`));

export function formatAgo(at: string): string {
  const seconds = Math.round((Date.parse(at) - Date.now()) / 1000);
  const minutes = Math.round(seconds / 60);
  const hours = Math.round(minutes / 60);
  const { relative } = formats;
  if (Math.abs(seconds) < 60) return relative.format(seconds, "second");
  if (Math.abs(minutes) < 60) return relative.format(minutes, "minute");
  if (Math.abs(hours) < 24) return relative.format(hours, "hour");
  return Math.abs(hours) < 24 * 14 ? relative.format(Math.round(hours / 24), "day") : formatInstant(at);
}

export function formatBytes(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const format = { style: "unit", unit: units[power] ?? "byte", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(formats.locale, format).format(bytes / 1000 ** power);
}

export function formatDuration(ms: number): string {
  if (ms < 1000) return `${formatCount(Math.round(ms))} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${formats.tenth.format(seconds)} s`;
  return `${formatCount(Math.floor(seconds / 60))} min ${Math.round(seconds % 60)} s`;
}
