import type { Finding } from "../finding.ts";
import { didYouMean } from "../nearest-name.ts";
import type { PlanParts } from "../plan-parts.ts";
import { fieldUses, judgements } from "../plan-uses.ts";
import { CALENDAR_DAYS } from "../vocabulary.ts";

/** Fields that are named exist. */
export function fieldsExist(parts: PlanParts): Finding[] {
  const known = new Set(parts.fieldNames);
  const seen = new Set<string>();
  return fieldUses(parts).flatMap(({ path, field }) => {
    // A comparison with two tolerances uses its field twice in one place.
    const place = JSON.stringify(path);
    if (known.has(field) || seen.has(place)) return [];
    seen.add(place);
    return [
      { path, message: `no field ${JSON.stringify(field)} under "fields"${didYouMean(field, parts.fieldNames)}` },
    ];
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
  const known = [CALENDAR_DAYS, ...parts.calendarNames];
  return judgements(parts).flatMap(({ path, dateWithin }) => {
    const calendar = dateWithin?.calendar;
    if (calendar === undefined || known.includes(calendar)) return [];
    const message = `no calendar ${JSON.stringify(calendar)} under "calendars"${didYouMean(calendar, known)}`;
    return [{ path: [...path, "dateWithin", "calendar"], message }];
  });
}
