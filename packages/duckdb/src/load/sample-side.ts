/** What a sample of a source suggests about its numbers, before anything is loaded. */
import type { BothSides } from "../both-sides.ts";
import { type FieldLayout, type Plan, type Side, type SourceOptions } from "@recon/core";
import { MarkEvidence, possibleMarks, sampledScale, type NumberMarks } from "./number-marks.ts";
import { columnRef, referencedHeaders, type OpenedSide } from "./open-side.ts";
import { sampleRows, sampleTexts } from "./sample.ts";

export interface SideSample {
  readonly options: SourceOptions;
  /** Sampled scale by field name. */
  readonly scales: ReadonlyMap<string, number>;
  /** How amounts are read in `options`; undefined without amounts. */
  readonly marks?: NumberMarks;
  /** Whether the sample leaves the marks open. */
  readonly isOpen: boolean;
}

export const isAmount = (type: string): boolean => type === "number" || type === "money";

/** `settled`: marks that every record has been asked about already. */
export async function sampleSide(plan: Plan, opened: OpenedSide, settled?: NumberMarks): Promise<SideSample> {
  const file = opened.files[0]!.file;
  const stated = { ...file.resolved.options, ...opened.source.options };
  const amounts = Object.entries(plan.fields).filter(([, field]) => isAmount(field.type));
  if (amounts.length === 0) return { options: stated, scales: new Map(), isOpen: false };
  const rows = await sampleRows(file);
  const textsOf = (name: string): string[] =>
    referencedHeaders(columnRef(name, plan.fields[name]!, opened.side)).flatMap((header) =>
      sampleTexts(rows, opened.header.indexOf(header)),
    );
  const evidence = new MarkEvidence(possibleMarks(stated));
  for (const [name] of amounts) for (const text of textsOf(name)) evidence.add(text);
  const decided = settled ?? evidence.decide();
  const marks = decided ?? evidence.likeliest();
  const scales = new Map(amounts.map(([name]) => [name, fieldScale(plan, name, opened.side, textsOf(name), marks)]));
  return {
    options: {
      ...stated,
      decimal: marks.decimal,
      ...(marks.thousands === undefined ? {} : { thousands: marks.thousands }),
    },
    scales,
    marks,
    isOpen: decided === undefined,
  };
}

function fieldScale(plan: Plan, name: string, side: Side, texts: readonly string[], marks: NumberMarks): number {
  const ref = columnRef(name, plan.fields[name]!, side);
  const minorUnits = typeof ref === "object" && "column" in ref ? (ref.minorUnits ?? 0) : 0;
  return Math.min(17, sampledScale(texts, marks) + minorUnits);
}

/** Layouts for the narrow conversion: 18 digits, the scale that the samples of both sides ask for. */
export function narrowLayouts(plan: Plan, samples: BothSides<SideSample>): FieldLayout[] {
  return Object.entries(plan.fields).map(([name, field], i): FieldLayout => {
    const base = { name, type: field.type, index: i + 1, kept: field.onInvalid === "keep" && field.type !== "text" };
    if (!isAmount(field.type)) return base;
    const scale = Math.max(samples.left.scales.get(name) ?? 0, samples.right.scales.get(name) ?? 0);
    return { ...base, decimal: { width: 18, scale } };
  });
}
