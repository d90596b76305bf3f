/** Units of a Parquet time stamp, as fractions of a second. */
export type TimeUnit = "MILLIS" | "MICROS" | "NANOS";

const unitsPerSecond = { MILLIS: 1_000, MICROS: 1_000_000, NANOS: 1_000_000_000 } satisfies Record<TimeUnit, number>;
const fractionDigits = { MILLIS: 3, MICROS: 6, NANOS: 9 } satisfies Record<TimeUnit, number>;
const secondsPerDay = 86_400;

/** `YYYY-MM-DD` of a day count since 1970-01-01 in the proleptic Gregorian calendar; year 0 is 1 BC. */
export function dateText(days: number): string {
  // Howard Hinnant, chrono-compatible low-level date algorithms: civil_from_days.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const sign = year < 0 ? "-" : "";
  return `${sign}${String(Math.abs(year)).padStart(4, "0")}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** `HH:MM:SS` of a second of the day. */
export function clockText(second: number): string {
  return `${twoDigits(Math.floor(second / 3_600))}:${twoDigits(Math.floor(second / 60) % 60)}:${twoDigits(second % 60)}`;
}

/** `HH:MM:SS[.f…]` of a time of day counted in `unit`. */
export function timeText(ticks: number | bigint, unit: TimeUnit): string {
  const { seconds, fraction } = splitTicks(ticks, unit);
  return clockText(seconds) + fraction;
}

/**
 * `YYYY-MM-DDTHH:MM:SS[.f…]` of a time stamp counted in `unit` since 1970-01-01T00:00:00.
 * The fraction has as many digits as the value needs: none to six, nine only where nanoseconds would be lost.
 */
export function timestampText(ticks: number | bigint, unit: TimeUnit): string {
  const { seconds, fraction } = splitTicks(ticks, unit);
  const days = Math.floor(seconds / secondsPerDay);
  return `${cachedDateText(days)}T${clockText(seconds - days * secondsPerDay)}${fraction}`;
}

/** Whole seconds (rounded down) and the rest as text. Numbers, which are exact up to 2^53, are the fast path. */
function splitTicks(ticks: number | bigint, unit: TimeUnit): { seconds: number; fraction: string } {
  const perSecond = unitsPerSecond[unit];
  const rest = typeof ticks === "number" ? modulo(ticks, perSecond) : Number(moduloBig(ticks, BigInt(perSecond)));
  const whole = typeof ticks === "number" ? ticks - rest : ticks - BigInt(rest);
  const seconds = typeof whole === "number" ? whole / perSecond : Number(whole / BigInt(perSecond));
  return { seconds, fraction: rest === 0 ? "" : fractionText(rest, fractionDigits[unit]) };
}

function modulo(value: number, divisor: number): number {
  const rest = value % divisor;
  return rest < 0 ? rest + divisor : rest;
}

function moduloBig(value: bigint, divisor: bigint): bigint {
  const rest = value % divisor;
  return rest < 0n ? rest + divisor : rest;
}

function fractionText(rest: number, digits: number): string {
  return `.${String(rest).padStart(digits, "0").replace(/0+$/, "")}`;
}

const dateCache = new Map<number, string>();

/** Dates repeat: a column of a million rows rarely has ten thousand different days. */
export function cachedDateText(days: number): string {
  const known = dateCache.get(days);
  if (known !== undefined) return known;
  const text = dateText(days);
  if (dateCache.size >= 65_536) dateCache.clear();
  dateCache.set(days, text);
  return text;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
