import { t } from "@lingui/core/macro";
import { useCallback, useMemo } from "react";
import { notifications } from "@mantine/notifications";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { benchSides, recordKey, type BenchRecord, type BenchSide } from "./bench-record.ts";
import type { Look } from "./use-free-records.ts";
import { MOST_PICKED, type Picks } from "./use-picked.ts";

/** The workbench as it stands in the address: a group that is half built survives a reload and can be handed on. */
export interface Bench {
  readonly left?: readonly number[] | undefined;
  readonly right?: readonly number[] | undefined;
  readonly findLeft?: string | undefined;
  readonly findRight?: string | undefined;
  readonly sortLeft?: string | undefined;
  readonly sortRight?: string | undefined;
}

export interface BenchAddress {
  readonly picks: Picks;
  readonly looks: Readonly<Record<BenchSide, Look>>;
  /** Picks what is not picked yet; what is all picked already is let go. */
  readonly toggle: (records: readonly BenchRecord[]) => void;
  readonly setPicks: (picks: Picks) => void;
  readonly setLook: (side: BenchSide, look: Partial<Look>) => void;
}

export function useBenchAddress(): BenchAddress {
  const bench: Bench = useSearch({ from: "/inside/runs/$runId/workbench" });
  const navigate = useNavigate({ from: "/runs/$runId/workbench" });
  const change = useCallback(
    (next: (now: Bench) => Bench, replace: boolean) =>
      void navigate({ search: (now) => next(now as Bench) as never, replace, resetScroll: false }),
    [navigate],
  );
  const { left, right, findLeft, findRight, sortLeft, sortRight } = bench;
  return {
    picks: useMemo(() => ({ left: left ?? [], right: right ?? [] }), [left, right]),
    looks: { left: { search: findLeft, sort: sortLeft }, right: { search: findRight, sort: sortRight } },
    toggle: useCallback((records) => change((now) => ({ ...now, ...toggled(now, records) }), true), [change]),
    // A step of its own in the history: going back puts the group together again.
    setPicks: useCallback((picks) => change((now) => ({ ...now, ...picksInAddress(picks) }), false), [change]),
    setLook: useCallback((side, look) => change((now) => ({ ...now, ...lookInAddress(side, look) }), true), [change]),
  };
}

const picksInAddress = ({ left, right }: Picks): Bench => ({
  left: left.length === 0 ? undefined : left,
  right: right.length === 0 ? undefined : right,
});

function lookInAddress(side: BenchSide, look: Partial<Look>): Bench {
  const [find, sort] = side === "left" ? (["findLeft", "sortLeft"] as const) : (["findRight", "sortRight"] as const);
  return { ...("search" in look ? { [find]: look.search } : {}), ...("sort" in look ? { [sort]: look.sort } : {}) };
}

function toggled(now: Bench, records: readonly BenchRecord[]): Bench {
  const picked = new Set(benchSides.flatMap((side) => (now[side] ?? []).map((rowId) => recordKey({ side, rowId }))));
  const fresh = records.filter((record) => !picked.has(recordKey(record)));
  const leaving = new Set(fresh.length === 0 ? records.map(recordKey) : []);
  const side = (name: BenchSide): number[] => [
    ...(now[name] ?? []).filter((rowId) => !leaving.has(recordKey({ side: name, rowId }))),
    ...fresh.filter((record) => record.side === name).map(({ rowId }) => rowId),
  ];
  const next = { left: side("left"), right: side("right") };
  if (Math.max(next.left.length, next.right.length) <= MOST_PICKED) return picksInAddress(next);
  notifications.show({ id: "most picked", message: t`A group takes up to ${MOST_PICKED} records a side here.` });
  return now;
}
