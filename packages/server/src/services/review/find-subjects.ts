import { Problem } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import type { ChosenBreaks, ReviewFacts } from "../../results/lists/read-facts.ts";
import { askResults, type RunResults } from "../results/ask-results.ts";
import { groupSubject, parseSubject, recordSubject } from "./item-state.ts";

type Listed = ChosenBreaks["breaks"][number];

/** What a break is about: its left-over record, or its group. */
export const subjectOfBreak = ({ side, rowId, groupId }: Listed): string =>
  side !== null && rowId !== null ? recordSubject({ side, rowId }) : groupSubject(groupId!);

export async function findBreakSubject(context: AppContext, results: RunResults, breakId: number): Promise<string> {
  const query = { list: "breaks", filter: { column: "breakId", in: [breakId] } } as const;
  const { breaks } = await askResults<ChosenBreaks>(context, results, { kind: "choose", query, most: 1 });
  const [found] = breaks;
  if (found === undefined) throw new Problem("NOT_FOUND");
  return subjectOfBreak(found);
}

/** What the run found of some subjects, before any transaction is opened: it never changes. */
export async function findFacts(
  context: AppContext,
  results: RunResults,
  subjects: readonly string[],
): Promise<ReviewFacts> {
  const parsed = subjects.map(parseSubject);
  const records = parsed.flatMap((subject) => ("side" in subject ? [subject] : []));
  // Groups that review made are known to the store alone.
  const groups = parsed.flatMap((subject) => ("groupId" in subject && subject.groupId > 0 ? [subject.groupId] : []));
  return askResults<ReviewFacts>(context, results, { kind: "facts", records, groups });
}
