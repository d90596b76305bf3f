import { useCallback, useMemo } from "react";
import { Skeleton } from "@mantine/core";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { describeResult, type RunId } from "@recon/api";
import { useRoom } from "../../client/live.ts";
import { useCall } from "../../client/use-call.ts";
import { Trouble } from "../../components/trouble.tsx";
import { defaultColumns, facetsOf, itemKey, type Item } from "./columns.ts";
import { FacetPanel } from "./facet-panel.tsx";
import { Inspector } from "./inspector.tsx";
import { refreshReview } from "../../client/refresh-review.ts";
import { ResultGrid } from "./result-grid.tsx";
import { useItems } from "./use-items.ts";
import { useTriageKeys } from "./use-triage-keys.ts";
import type { View } from "./view.ts";
import { ViewToolbar } from "./view-toolbar.tsx";
import classes from "./explore-page.module.css";

/** Every record, group and break of a run: facets, search, sort and columns, all of them in the address. */
export function ExplorePage() {
  const { runId } = useParams({ from: "/inside/runs/$runId/explore" }) as { runId: RunId };
  const view = useSearch({ from: "/inside/runs/$runId/explore" }) as View;
  const navigate = useNavigate({ from: "/runs/$runId/explore" });
  const change = useCallback(
    (part: Partial<View>) =>
      void navigate({ search: (now) => ({ ...now, ...part }) as never, replace: "item" in part || "search" in part }),
    [navigate],
  );
  useRoom(`run:${runId}`, ({ type }) => {
    if (type !== "review.changed" && type !== "stream.reset") return;
    void refreshReview();
  });
  const description = useCall(describeResult, { params: { runId } });
  const items = useItems(runId, view);
  const move = useCallback(
    (step: number) => {
      const at = items.loaded.findIndex((item) => itemKey(item, view.list) === view.item);
      const next: Item | undefined =
        items.loaded[at === -1 ? 0 : Math.min(items.loaded.length - 1, Math.max(0, at + step))];
      if (next !== undefined) change({ item: itemKey(next, view.list) });
    },
    [items.loaded, view.list, view.item, change],
  );
  useTriageKeys({ onMove: move, onClose: () => change({ item: undefined }) });
  const columns = useMemo(() => {
    if (description.data === undefined) return [];
    const names = view.columns?.split(",") ?? defaultColumns(description.data, view.list);
    const known = description.data.lists[view.list];
    return names.flatMap((name) => known.filter((column) => column.name === name));
  }, [description.data, view.columns, view.list]);
  if (description.error !== null)
    return <Trouble error={description.error} onRetry={() => void description.refetch()} />;
  if (description.data === undefined) return <Skeleton h={360} />;
  return (
    <div className={classes.explore} data-wide data-inspecting={view.item !== undefined}>
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
        {items.error === null ? (
          <ResultGrid view={view} columns={columns} items={items} onChange={change} />
        ) : (
          <Trouble error={items.error} onRetry={items.reload} />
        )}
      </div>
      {view.item !== undefined && (
        <Inspector
          key={view.item}
          runId={runId}
          item={view.item}
          onMove={move}
          onClose={() => change({ item: undefined })}
        />
      )}
    </div>
  );
}
