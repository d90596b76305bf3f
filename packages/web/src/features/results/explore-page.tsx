import { useCallback, useMemo } from "react";
import { Skeleton } from "@mantine/core";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { describeResult, type Break, type RunId } from "@recon/api";
import { useRoom } from "../../client/live.ts";
import { useCall } from "../../client/use-call.ts";
import { Trouble } from "../../components/trouble.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { defaultColumns, facetsOf, itemKey } from "./columns.ts";
import { FacetPanel } from "./facet-panel.tsx";
import { GroupTable } from "./group-table.tsx";
import { Inspector } from "./inspector.tsx";
import { refreshReview } from "../../client/refresh-review.ts";
import { ResultGrid } from "./result-grid.tsx";
import { useChosenItem } from "./use-chosen-item.ts";
import { useItems } from "./use-items.ts";
import { useListKeys } from "./use-list-keys.ts";
import { useMoves } from "./use-moves.ts";
import { usePeople } from "./use-people.ts";
import { usePicks } from "./use-picks.ts";
import type { View } from "./view.ts";
import { ViewToolbar } from "./view-toolbar.tsx";
import classes from "./explore-page.module.css";

/** Every record, group and break of a run: facets, search, sort, columns and grouping, all of them in the address. */
export function ExplorePage() {
  const { runId } = useParams({ from: "/inside/runs/$runId/explore" }) as { runId: RunId };
  const view = useSearch({ from: "/inside/runs/$runId/explore" }) as View;
  const navigate = useNavigate({ from: "/runs/$runId/explore" });
  const change = useCallback(
    (part: Partial<View>) =>
      void navigate({
        search: (now) => ({ ...now, ...part }) as never,
        replace: "item" in part || "search" in part,
        resetScroll: false,
      }),
    [navigate],
  );
  useRoom(`run:${runId}`, ({ type }) => {
    if (type === "review.changed" || type === "stream.reset") void refreshReview();
  });
  const description = useCall(describeResult, { params: { runId } });
  const { mayWork } = usePeople(runId);
  const items = useItems(runId, view);
  const { chosen, choose } = useChosenItem(view, change);
  const moves = useMoves({ view, items, chosen, choose });
  const picks = usePicks(view, items);
  const mayPick = mayWork && view.list === "breaks" && view.group === undefined;
  const { at } = items;
  const open = (index: number): void => {
    const item = at(index);
    if (item !== undefined) choose(itemKey(item, view.list));
  };
  const chosenAt = chosen === undefined ? -1 : items.indexOf(chosen);
  useListKeys({
    moves,
    onClose: () => choose(undefined),
    onPick: mayPick && chosenAt >= 0 ? () => picks.toggle(chosenAt, false) : undefined,
    mayWork,
  });
  const columns = useMemo(() => {
    if (description.data === undefined) return [];
    const names = view.columns?.split(",") ?? defaultColumns(description.data, view.list);
    const known = description.data.lists[view.list];
    return names.flatMap((name) => known.filter((column) => column.name === name));
  }, [description.data, view.columns, view.list]);
  if (description.error !== null)
    return <Trouble error={description.error} onRetry={() => void description.refetch()} />;
  if (description.data === undefined) return <Skeleton h={360} />;
  const known = view.list === "breaks" ? (at(chosenAt) as unknown as Break | undefined) : undefined;
  return (
    <div className={classes.explore} data-wide data-inspecting={chosen !== undefined}>
      <FacetPanel runId={runId} view={view} columns={facetsOf(description.data, view.list)} onChange={change} />
      <div className={classes.main}>
        <ViewToolbar
          runId={runId}
          view={view}
          total={items.total}
          all={description.data.lists[view.list]}
          chosen={columns}
          onChange={change}
        />
        {mayPick && <BulkBar runId={runId} view={view} total={items.total ?? 0} picks={picks} />}
        {view.group !== undefined ? (
          <GroupTable runId={runId} view={view} column={view.group} onChange={change} />
        ) : items.error === null ? (
          <ResultGrid
            {...{ view, columns, items, chosen }}
            picked={mayPick ? picks.keys : undefined}
            onOpen={open}
            onPick={picks.toggle}
            onChange={change}
          />
        ) : (
          <Trouble error={items.error} onRetry={items.reload} />
        )}
      </div>
      {chosen !== undefined && (
        <Inspector
          key={chosen}
          runId={runId}
          item={chosen}
          known={known}
          onMove={moves.by}
          onClose={() => choose(undefined)}
          onDecided={(verb) => verb !== "assign" && verb !== "reopen" && moves.toOpen()}
        />
      )}
    </div>
  );
}
