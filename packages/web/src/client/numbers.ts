/** Numbers, amounts and times in the person's locale. Amounts stay decimal text: they never become floating point. */
const locale = navigator.language;
const whole = new Intl.NumberFormat(locale);
const percent = new Intl.NumberFormat(locale, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 2 });
const instant = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

export const formatCount = (count: number): string => whole.format(count);

/** Grouped by the locale, digits as given; a true minus sign. */
export function formatAmount(amount: string | null): string {
  if (amount === null) return "–";
  const digits = amount.split(".")[1]?.length ?? 0;
  const format = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return format.format(amount as Intl.StringNumericLiteral).replace("-", "−");
}

/** "0.9554" → 95.54 %; never rounds up to 100 %. */
export function formatRate(rate: string | null): string {
  if (rate === null) return "–";
  return percent.format(rate as Intl.StringNumericLiteral);
}

export const formatInstant = (at: string): string => instant.format(new Date(at));
export const formatDay = (date: string): string => day.format(new Date(`${date}T00:00:00Z`));

export function formatAgo(at: string): string {
  const seconds = Math.round((Date.parse(at) - Date.now()) / 1000);
  const minutes = Math.round(seconds / 60);
  const hours = Math.round(minutes / 60);
  if (Math.abs(seconds) < 60) return relative.format(seconds, "second");
  if (Math.abs(minutes) < 60) return relative.format(minutes, "minute");
  if (Math.abs(hours) < 24) return relative.format(hours, "hour");
  return Math.abs(hours) < 24 * 14 ? relative.format(Math.round(hours / 24), "day") : formatInstant(at);
}

export function formatBytes(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const format = { style: "unit", unit: units[power] ?? "byte", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(locale, format).format(bytes / 1000 ** power);
}

export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
