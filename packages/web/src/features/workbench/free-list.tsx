import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type Ref } from "react";
import { Button, Group, Loader, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { formatCount } from "../../client/numbers.ts";
import type { Pages } from "../../client/use-pages.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { recordKey, type BenchRecord, type BenchSide } from "./bench-record.ts";
import { FreeListHead } from "./free-list-head.tsx";
import { FreeRow } from "./free-row.tsx";
import type { Look } from "./use-free-records.ts";
import classes from "./free-list.module.css";

const ROW_PX = 30;
const OVERSCAN = 12;
const PAGE_ROWS = 10;
const SEARCH_AFTER_MS = 250;

interface FreeListProps {
  readonly side: BenchSide;
  readonly pages: Pages<unknown>;
  readonly records: readonly BenchRecord[];
  readonly look: Look;
  /** Columns that the server sorts by: not every plan names a date or an amount. */
  readonly sortable: readonly string[];
  readonly withCurrency: boolean;
  readonly picked: ReadonlySet<string>;
  readonly gridRef: Ref<HTMLDivElement>;
  readonly searchRef: Ref<HTMLInputElement>;
  readonly onLook: (look: Partial<Look>) => void;
  readonly onToggle: (records: readonly BenchRecord[]) => void;
  readonly onEnter: () => void;
  readonly onCross: () => void;
  readonly onDecide: () => void;
}

/** The left-over records of one side, to pick from: a grid of which only the rows in sight exist. */
export function FreeList(props: FreeListProps) {
  const { side, pages, records, picked, onToggle } = props;
  const { gridRef, searchRef, look, onLook } = props;
  const name = side === "left" ? t`Left` : t`Right`;
  const unpicked = records.filter((record) => !picked.has(recordKey(record)));
  const isWhole = pages.total !== undefined && records.length === pages.total;
  return (
    <section className={classes.side} aria-label={t`${name}, left over`}>
      <Group justify="space-between" mb="xs" gap="sm" wrap="nowrap">
        <Title order={2}>{name}</Title>
        <Text size="sm" c="dimmed" role="status" className="figure">
          {pages.total === undefined ? "…" : t`${formatCount(pages.total)} left over`}
        </Text>
      </Group>
      <Group gap="sm" mb="sm" wrap="nowrap">
        <SearchBox name={name} look={look} searchRef={searchRef} onLook={onLook} onEnter={props.onEnter} />
        <Button
          variant="default"
          disabled={!isWhole || unpicked.length === 0}
          title={isWhole ? undefined : t`Search first: all that is listed must be in sight.`}
          onClick={() => onToggle(unpicked)}
        >
          <Trans>Pick all</Trans>
        </Button>
      </Group>
      {pages.error === null ? (
        <Grid {...props} ref={gridRef} name={name} />
      ) : (
        <Trouble error={pages.error} onRetry={pages.reload} />
      )}
    </section>
  );
}

interface SearchBoxProps extends Pick<FreeListProps, "look" | "searchRef" | "onLook" | "onEnter"> {
  readonly name: string;
}

function SearchBox({ name, look, searchRef, onLook, onEnter }: SearchBoxProps) {
  const [text, setText] = useState(look.search ?? "");
  useEffect(() => setText(look.search ?? ""), [look.search]);
  const search = useDebouncedCallback(
    (value: string) => onLook({ search: value === "" ? undefined : value }),
    SEARCH_AFTER_MS,
  );
  return (
    <TextInput
      ref={searchRef}
      aria-label={t`Search ${name.toLowerCase()}`}
      placeholder={t`Reference, name, amount`}
      leftSection={<IconSearch size={16} />}
      flex={1}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        search(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key !== "ArrowDown" && event.key !== "Enter") return;
        event.preventDefault();
        onEnter();
      }}
    />
  );
}

function Grid(props: FreeListProps & { readonly ref: Ref<HTMLDivElement>; readonly name: string }) {
  const { ref, name, side, pages, records, look, picked, onLook, onToggle } = props;
  const { withCurrency, sortable } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [activeAt, setActiveAt] = useState(0);
  const active = Math.min(activeAt, records.length - 1);
  const virtual = useVirtualizer({
    count: records.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    scrollPaddingStart: ROW_PX,
  });
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  const { more } = pages;
  useEffect(() => {
    if (records.length > 0 && last >= records.length - OVERSCAN * 2) more();
  }, [last, records.length, more]);
  const move = (to: number): void => {
    const next = Math.max(0, Math.min(records.length - 1, to));
    setActiveAt(next);
    virtual.scrollToIndex(next, { align: "auto" });
  };
  const current = records[active];
  const acts: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(active + 1),
    ArrowUp: () => move(active - 1),
    PageDown: () => move(active + PAGE_ROWS),
    PageUp: () => move(active - PAGE_ROWS),
    Home: () => move(0),
    End: () => move(records.length - 1),
    " ": () => current !== undefined && onToggle([current]),
    Enter: props.onDecide,
    [side === "left" ? "ArrowRight" : "ArrowLeft"]: props.onCross,
  };
  const act = (event: KeyboardEvent): void => {
    const chosen = acts[event.key];
    if (event.target !== event.currentTarget || chosen === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    chosen();
  };
  return (
    <div className={classes.scroller} ref={scroller}>
      <div
        ref={ref}
        role="grid"
        tabIndex={0}
        className={classes.grid}
        aria-label={t`${name} records, space picks`}
        aria-multiselectable
        aria-rowcount={pages.total ?? -1}
        aria-activedescendant={current === undefined ? undefined : `${id}${recordKey(current)}`}
        onKeyDown={act}
      >
        <FreeListHead
          withCurrency={withCurrency}
          sortable={sortable}
          sort={look.sort}
          onSort={(sort) => onLook({ sort })}
        />
        <div role="rowgroup" style={{ position: "relative", height: virtual.getTotalSize() }}>
          {rows.map(({ index, start }) => {
            const record = records[index];
            if (record === undefined) return null;
            const key = recordKey(record);
            return (
              <FreeRow
                key={key}
                id={`${id}${key}`}
                record={record}
                index={index}
                top={start}
                withCurrency={withCurrency}
                isPicked={picked.has(key)}
                isActive={index === active}
                onPick={() => {
                  setActiveAt(index);
                  onToggle([record]);
                }}
              />
            );
          })}
        </div>
      </div>
      {pages.isLoading && <Loader size="sm" className={classes.loader ?? ""} aria-label={t`Loading`} />}
      {records.length === 0 && !pages.isLoading && <Nothing isSearch={look.search !== undefined} />}
    </div>
  );
}

function Nothing({ isSearch }: { readonly isSearch: boolean }) {
  return (
    <div className={classes.empty}>
      <EmptyState title={isSearch ? t`Nothing found` : t`Nothing is left over`}>
        {isSearch
          ? t`No left-over record holds all these words. Suggestions must be rejected before their records are free.`
          : t`Every record on this side is matched, written off or in a suggestion.`}
      </EmptyState>
    </div>
  );
}
