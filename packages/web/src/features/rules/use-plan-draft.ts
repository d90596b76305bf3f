import { useMemo, useState } from "react";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { validatePlan, type PlanFault, type ProjectId, type SourceId } from "@recon/api";
import { editPlanText, parsePlan, type PlanEdit, PlanFaults, readPlanText, type ReadText } from "@recon/core";
import { client } from "../../client/session.ts";
import { forgetDraft, keepDraft, keptDraft } from "./kept-drafts.ts";
import { loosePlan, type LoosePlan } from "./loose-plan.ts";

const CHECK_AFTER_MS = 400;

export interface PlanDraft {
  readonly text: string;
  readonly isDirty: boolean;
  /** undefined: the text is not YAML, only the text can mend it. */
  readonly plan: LoosePlan | undefined;
  readonly comments: ReadText["comments"];
  readonly lines: ReadText["lines"];
  /** All that is known; those of the columns come a moment later. */
  readonly faults: readonly PlanFault[];
  readonly isChecked: boolean;
  setText(text: string): void;
  /** Changes the text where the form was changed; the rest stays as it was written. */
  edit(...edits: readonly PlanEdit[]): void;
  discard(): void;
}

export interface DraftOf {
  /** Names the draft within the browser's session: it survives a reload and a sign-in. */
  readonly key: string;
  readonly saved: string;
  readonly projectId: ProjectId;
  readonly left: readonly SourceId[];
  readonly right: readonly SourceId[];
}

/** A plan being worked on. The text is all there is; the form is a view of it. */
export function usePlanDraft({ key, saved, projectId, left, right }: DraftOf): PlanDraft {
  const [text, hold] = useState(() => keptDraft(key) ?? saved);
  const read = useMemo(() => readText(text), [text]);
  const [settled] = useDebouncedValue(text, CHECK_AFTER_MS);
  const body = {
    plan: settled,
    ...(left.length > 0 ? { left: [...left] } : {}),
    ...(right.length > 0 ? { right: [...right] } : {}),
  };
  const checked = useQuery({
    queryKey: [validatePlan.id, projectId, body],
    queryFn: ({ signal }) => client.call(validatePlan, { params: { projectId }, body, signal }),
    enabled: read.faults.length === 0 && settled.trim() !== "",
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
  const setText = (next: string): void => {
    if (next === saved) forgetDraft(key);
    else keepDraft(key, next);
    hold(next);
  };
  const ofServer = read.faults.length === 0 ? (checked.data?.faults ?? []) : [];
  return {
    text,
    isDirty: text !== saved,
    plan: read.plan,
    comments: read.comments,
    lines: read.lines,
    faults: [...read.faults, ...ofServer.map((fault) => placed(fault, read.lines))],
    isChecked: settled === text && !checked.isPlaceholderData && !checked.isFetching,
    setText,
    edit: (...edits) => setText(editPlanText(text, edits)),
    discard: () => setText(saved),
  };
}

interface Read extends Pick<ReadText, "comments" | "lines"> {
  readonly plan: LoosePlan | undefined;
  readonly faults: readonly PlanFault[];
}

function readText(text: string): Read {
  try {
    const { value, comments, lines } = readPlanText(text);
    return { plan: loosePlan(value), comments, lines, faults: faultsOf(text) };
  } catch (error) {
    if (!(error instanceof PlanFaults)) throw error;
    return { plan: undefined, comments: {}, lines: {}, faults: error.faults };
  }
}

function faultsOf(text: string): readonly PlanFault[] {
  try {
    parsePlan(text, "plan");
    return [];
  } catch (error) {
    if (!(error instanceof PlanFaults)) throw error;
    return error.faults;
  }
}

/** What only the data show has no place of its own: it gets that of the nearest entry around it. */
function placed(fault: PlanFault, lines: ReadText["lines"]): PlanFault {
  if (fault.line !== null) return fault;
  for (let path = fault.path; path !== ""; path = path.replace(/(\.[^.[]*|\[[^[]*\]|^[^.[]*)$/, "")) {
    const line = lines[path];
    if (line !== undefined) return { ...fault, line, column: 1 };
  }
  return fault;
}
