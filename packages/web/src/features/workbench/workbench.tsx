import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { SegmentedControl, Stack } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import type { ResultDescription, RunId } from "@recon/api";
import type { z } from "zod";
import { useRunAccess } from "../../client/use-access.ts";
import { Amount } from "../../components/amount.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { balancesOf, isMatchable, judge } from "./balance.ts";
import { useBenchAddress } from "./bench-address.ts";
import { benchSides, otherSide, recordKey, recordReader, type BenchSide } from "./bench-record.ts";
import { DifferencePanel } from "./difference-panel.tsx";
import { FreeList } from "./free-list.tsx";
import { MadeGroups } from "./made-groups.tsx";
import { PickedList } from "./picked-list.tsx";
import { SuggestionList } from "./suggestion-list.tsx";
import { TakenNote } from "./taken-note.tsx";
import { useFreeRecords } from "./use-free-records.ts";
import { useMatch } from "./use-match.ts";
import { usePicked } from "./use-picked.ts";
import { useSuggestions } from "./use-suggestions.ts";
import classes from "./workbench.module.css";

interface WorkbenchProps {
  readonly runId: RunId;
  readonly description: z.infer<typeof ResultDescription>;
}

export function Workbench({ runId, description }: WorkbenchProps) {
  const { mayWork } = useRunAccess(runId);
  const { picks, looks, toggle, setPicks, setLook } = useBenchAddress();
  const read = useMemo(() => recordReader(description), [description]);
  const pages = {
    left: useFreeRecords(runId, "left", looks.left),
    right: useFreeRecords(runId, "right", looks.right),
  };
  const left = useMemo(() => pages.left.loaded.map(read), [pages.left.loaded, read]);
  const right = useMemo(() => pages.right.loaded.map(read), [pages.right.loaded, read]);
  const listed = useMemo(() => [...left, ...right], [left, right]);
  const picked = usePicked(runId, picks, { listed, read });
  const balances = balancesOf(picked.records);
  const verdict = judge(picked.records);
  const suggestions = useSuggestions(runId, {
    picks,
    picked,
    listed,
    hasCurrencies: description.roles.currency !== undefined,
    read,
  });
  const match = useMatch(runId, { picks, records: picked.records, setPicks });
  const desk = useDesk();
  const [booking, setBooking] = useState(false);
  const mayDecide = mayWork === true && !picked.isPending && !match.isPending;
  const decide = (): void => {
    if (!mayDecide) return;
    if (isMatchable(verdict)) match.mutate(undefined, { onSuccess: desk.focusGrid });
    if (verdict.kind === "unbalanced") setBooking(true);
  };
  const take = (at: number): void => {
    const suggestion = suggestions.kind === "wanted" ? suggestions.found?.[at] : undefined;
    if (suggestion !== undefined) toggle(suggestion.records);
  };
  useHotkeys([
    ["/", desk.focusSearch],
    ["b", () => mayDecide && verdict.kind === "unbalanced" && setBooking(true)],
    ...[1, 2, 3, 4, 5, 6].map((digit) => [String(digit), () => take(digit - 1)] as [string, () => void]),
  ]);
  const keys = new Set(picked.records.map(recordKey));
  const currencies = new Set(
    [description.summary.left, description.summary.right].flatMap((s) => Object.keys(s.totals)),
  );
  return (
    <Stack gap="md" data-wide>
      {match.error !== null && <Trouble error={match.error} />}
      {picked.error !== null && <Trouble error={picked.error} />}
      <TakenNote runId={runId} taken={picked.records.filter(({ isFree }) => !isFree)} />
      <div className={classes.group}>
        <PickedList side="left" records={picked.records} balances={balances} onRemove={(one) => toggle([one])} />
        <DifferencePanel
          balances={balances}
          verdict={verdict}
          isPending={picked.isPending}
          mayWork={mayWork}
          isBusy={match.isPending}
          isEmpty={picks.left.length + picks.right.length === 0}
          booking={booking}
          onBooking={setBooking}
          onMatch={decide}
          onBook={(reasoned) => match.mutate(reasoned, { onSuccess: desk.focusGrid })}
          onClear={() => setPicks({ left: [], right: [] })}
        >
          {suggestions.kind === "wanted" && <SuggestionList suggestions={suggestions.found} onTake={toggle} />}
        </DifferencePanel>
        <PickedList side="right" records={picked.records} balances={balances} onRemove={(one) => toggle([one])} />
      </div>
      <SegmentedControl
        hiddenFrom="sm"
        fullWidth
        aria-label={t`Side`}
        data={[
          { value: "left", label: t`Left` },
          { value: "right", label: t`Right` },
        ]}
        value={desk.side}
        onChange={(side) => desk.show(side as BenchSide)}
      />
      <div className={classes.lists} data-shown={desk.side}>
        {benchSides.map((side) => (
          <div key={side} className={classes.list} data-side={side} onFocus={() => desk.show(side)}>
            <FreeList
              side={side}
              pages={pages[side]}
              records={side === "left" ? left : right}
              look={looks[side]}
              sortable={description.lists.rows.map(({ name }) => name)}
              withCurrency={currencies.size > 1}
              picked={keys}
              gridRef={desk.grids[side]}
              searchRef={desk.searches[side]}
              onLook={(look) => setLook(side, look)}
              onToggle={toggle}
              onEnter={() => desk.grids[side].current?.focus()}
              onCross={() => desk.cross(side)}
              onDecide={decide}
            />
          </div>
        ))}
      </div>
      <Keys />
      {balances.length > 0 && (
        <div className={classes.bar} aria-hidden>
          <Trans>
            Difference
            <span>
              {balances.map(({ currency, difference }) => (
                <Amount key={currency} value={difference} currency={currency} />
              ))}
            </span>
          </Trans>
        </div>
      )}
      <MadeGroups runId={runId} mayWork={mayWork === true} />
    </Stack>
  );
}

/** Which side the person works on, and the ways of the keyboard between the two lists. */
function useDesk() {
  const [side, setSide] = useState<BenchSide>("left");
  const grids = { left: useRef<HTMLDivElement>(null), right: useRef<HTMLDivElement>(null) };
  const searches = { left: useRef<HTMLInputElement>(null), right: useRef<HTMLInputElement>(null) };
  return {
    side,
    grids,
    searches,
    show: setSide,
    // On a narrow screen the other list is not there before it is shown.
    cross(from: BenchSide) {
      flushSync(() => setSide(otherSide(from)));
      grids[otherSide(from)].current?.focus();
    },
    focusGrid: () => grids[side].current?.focus(),
    focusSearch: () => searches[side].current?.focus(),
  };
}

const keys: readonly (readonly [string, string])[] = [
  ["↑ ↓", t`moves`],
  ["Space", t`picks`],
  ["← →", t`other side`],
  ["/", t`searches, ↓ goes to what was found`],
  ["1 – 6", t`takes a suggestion`],
  ["Enter", t`matches`],
  ["B", t`books the rest`],
];

function Keys() {
  return (
    <p className={classes.keys}>
      {keys.map(([key, what]) => (
        <span key={key}>
          <kbd translate="no">{key}</kbd> {what}
        </span>
      ))}
    </p>
  );
}
