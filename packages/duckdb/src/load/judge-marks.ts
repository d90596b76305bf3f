/** Decimal marks and thousands separators, judged by every amount of a source, so that no order of files or records decides. */
import { ReconError, type FieldLayout, type Plan } from "@recon/core";
import { printExpr, quoteName } from "@recon/core/dialect";
import type { Session } from "../engine/session.ts";
import { distinctCells, distinctMisses } from "./convert-misses.ts";
import type { LoadedSide } from "./load-side.ts";
import { MarkEvidence, possibleMarks, readsIn, type NumberMarks } from "./number-marks.ts";
import { isAmount, type SideSample } from "./sample-side.ts";
import { missedCheaply } from "./second-path.ts";

export interface MarksInput {
  readonly plan: Plan;
  readonly narrow: readonly FieldLayout[];
  readonly loaded: LoadedSide;
  /** With which marks the side was loaded. */
  readonly sample: SideSample;
  /** Whether fields and marks are proposals (`recon compare`): then what stays open is not read as a number. */
  readonly provisional: boolean;
}

/**
 * The marks to load the side with instead, or undefined where the sampled ones are right: they read every text that any marks read, which
 * only the few texts tell that the narrow conversion missed. Throws `PLAN_INVALID` where the amounts leave open what they are.
 */
export async function judgeMarks(session: Session, input: MarksInput): Promise<NumberMarks | undefined> {
  const { loaded, sample } = input;
  const possible = possibleMarks(loaded.opened.source.options ?? {});
  const { marks } = sample;
  if (marks === undefined || possible.length === 1) return undefined;
  const amounts = input.narrow.filter(({ type }) => isAmount(type));
  if (!sample.isOpen && !(await isContradicted(session, loaded, { amounts, marks, possible }))) return undefined;
  const evidence = new MarkEvidence(possible);
  for (const layout of amounts) {
    const { cells } = loaded.conversions[layout.index - 1]!;
    for await (const text of textsOf(session.chunks(distinctCells(loaded.side, cells)))) evidence.add(text);
  }
  const judged = evidence.decide() ?? withoutAnswer(input, evidence);
  return judged.decimal === marks.decimal && judged.thousands === marks.thousands ? undefined : judged;
}

interface Doubt {
  readonly amounts: readonly FieldLayout[];
  readonly marks: NumberMarks;
  readonly possible: readonly NumberMarks[];
}

/** Whether a text is there that the marks do not read, but others would. */
async function isContradicted(session: Session, loaded: LoadedSide, { amounts, marks, possible }: Doubt) {
  const counts = amounts.map((layout) => {
    const missed = missedCheaply(loaded.conversions, layout)!;
    return `count(*) FILTER (WHERE ${printExpr(missed)}) AS f${layout.index}`;
  });
  const missed = await session.single(`SELECT ${counts.join(", ")} FROM ${quoteName(loaded.side)}`);
  for (const layout of amounts) {
    if (Number(missed[`f${layout.index}`]) === 0) continue;
    const misses = distinctMisses(loaded.side, loaded.conversions[layout.index - 1]!);
    for await (const text of textsOf(session.chunks(misses)))
      if (!readsIn(marks, text) && possible.some((other) => readsIn(other, text))) return true;
  }
  return false;
}

/** The texts behind the `=` that `distinctCells` puts before each. */
async function* textsOf(chunks: AsyncIterable<readonly (readonly unknown[])[]>): AsyncGenerator<string> {
  for await (const columns of chunks)
    for (const column of columns) for (const text of column) if (text !== null) yield (text as string).slice(1);
}

/** In a comparison without tolerances an amount that may be either stays the text it is; everywhere else the person has to say. */
function withoutAnswer({ plan, loaded, provisional }: MarksInput, evidence: MarkEvidence): NumberMarks {
  const isTolerant = plan.compare?.some((entry) => "within" in entry) === true;
  if (provisional && !isTolerant) return { decimal: "." };
  const { side, opened } = loaded;
  const source = opened.files.length === 1 ? opened.files[0]!.name : `${side} (${opened.files.length} files)`;
  const remedy = provisional
    ? `say which with --decimal ${side}=comma or ${side}=point`
    : 'set options.decimal of this source to "," or "." (with thousands: ",")';
  throw new ReconError("PLAN_INVALID", `${source}: ${evidence.question()}; ${remedy}`, {
    at: { path: `${side}.options.decimal` },
  });
}
