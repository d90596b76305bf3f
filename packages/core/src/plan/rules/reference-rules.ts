import type { Finding } from "../finding.ts";
import { didYouMean } from "../nearest-name.ts";
import type { PlanParts } from "../plan-parts.ts";
import { fieldUses, judgements } from "../plan-uses.ts";
import { CALENDAR_DAYS } from "../vocabulary.ts";

/** Looking for a near name among thousands takes a while, and nobody mends more than these in one go. */
const MOST_HINTS = 100;

/** Fields that are named exist. */
export function fieldsExist(parts: PlanParts): Finding[] {
  const known = new Set(parts.fieldNames);
  // A comparison with two tolerances uses its field twice in one place.
  const missing = new Map(
    fieldUses(parts).flatMap((use) => (known.has(use.field) ? [] : [[JSON.stringify(use.path), use] as const])),
  );
  return [...missing.values()].map(({ path, field }, index) => {
    const hint = index < MOST_HINTS ? didYouMean(field, parts.fieldNames) : "";
    return { path, message: `no field ${JSON.stringify(field)} under "fields"${hint}` };
  });
}

/** Fields have the type that their use wants. */
export function fieldTypesFit(parts: PlanParts): Finding[] {
  return fieldUses(parts).flatMap(({ path, field, types, wantedBy }) => {
    const type = parts.fields.get(field)?.type;
    if (type === undefined || types === undefined || types.includes(type)) return [];
    const message = `${wantedBy} wants a field of type ${types.join(" or ")}; ${JSON.stringify(field)} is ${type}`;
    return [{ path, message }];
  });
}

/** Calendars that are named exist. */
export function calendarsExist(parts: PlanParts): Finding[] {
  const known = new Set([CALENDAR_DAYS, ...parts.calendarNames]);
  const missing = judgements(parts).flatMap(({ path, dateWithin }) => {
    const calendar = dateWithin?.calendar;
    return calendar === undefined || known.has(calendar) ? [] : [{ path, calendar }];
  });
  return missing.map(({ path, calendar }, index) => {
    const hint = index < MOST_HINTS ? didYouMean(calendar, known) : "";
    const message = `no calendar ${JSON.stringify(calendar)} under "calendars"${hint}`;
    return { path: [...path, "dateWithin", "calendar"], message };
  });
}
