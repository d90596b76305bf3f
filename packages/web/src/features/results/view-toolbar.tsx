import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { Button, Checkbox, CloseButton, Group, Menu, Popover, Select, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useClipboard, useDebouncedCallback } from "@mantine/hooks";
import { IconCheck, IconColumns3, IconDownload, IconLink, IconSearch } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { exportResult, type ResultList, type RunId } from "@recon/api";
import { download, explain } from "../../client/download.ts";
import { formatCount } from "../../client/numbers.ts";
import type { Column } from "./columns.ts";
import { viewQuery } from "./use-items.ts";
import { columnLabel, combine, conditionsOf, describe, type View } from "./view.ts";
import classes from "./view-toolbar.module.css";

const SEARCH_AFTER_MS = 300;
const lists: readonly { readonly value: ResultList; readonly label: string }[] = [
  { value: "breaks", label: t`Breaks` },
  { value: "rows", label: t`Records` },
  { value: "groups", label: t`Groups` },
  { value: "differences", label: t`Differences` },
  { value: "rejects", label: t`Rejects` },
];

interface ToolbarProps {
  readonly runId: RunId;
  readonly view: View;
  readonly total: number | undefined;
  readonly all: readonly Column[];
  readonly chosen: readonly Column[];
  readonly onChange: (part: Partial<View>) => void;
}

/** Which list, what of it, how it is shown, and the way out as a file. */
export function ViewToolbar(props: ToolbarProps) {
  const { view, total, onChange } = props;
  const conditions = conditionsOf(view.filter);
  const [text, setText] = useState(view.search ?? "");
  useEffect(() => setText(view.search ?? ""), [view.search]);
  const search = useDebouncedCallback(
    (value: string) => onChange({ search: value === "" ? undefined : value }),
    SEARCH_AFTER_MS,
  );
  const reset = {
    filter: undefined,
    search: undefined,
    sort: undefined,
    columns: undefined,
    item: undefined,
    group: undefined,
  };
  return (
    <>
      <Group gap="sm">
        <Select
          aria-label={t`List`}
          data={lists}
          value={view.list}
          allowDeselect={false}
          w={140}
          onChange={(list) => list !== null && onChange({ ...reset, list: list as ResultList })}
        />
        <TextInput
          aria-label={t`Search`}
          placeholder={t`Search every value`}
          data-list-search
          leftSection={<IconSearch size={16} />}
          flex="1 1 180px"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            search(event.currentTarget.value);
          }}
        />
        <GroupChoice {...props} />
        <ColumnChoice {...props} />
        <ShareView />
        <ExportMenu {...props} />
      </Group>
      <Group gap="xs" mih={26}>
        <Text size="sm" fw={600} className="figure" role="status">
          {total === undefined ? "…" : formatCount(total)}{" "}
          {lists.find(({ value }) => value === view.list)?.label.toLowerCase()}
        </Text>
        {conditions.map((condition, at) => (
          <span key={JSON.stringify(condition)} className={classes.chip}>
            <span className={classes.text} title={describe(condition)}>
              {describe(condition)}
            </span>
            <CloseButton
              size="xs"
              aria-label={t`Without: ${describe(condition)}`}
              onClick={() => onChange({ filter: combine(conditions.toSpliced(at, 1)), item: undefined })}
            />
          </span>
        ))}
      </Group>
    </>
  );
}

const NO_GROUP = "";

/** Counts the items by a column instead of listing them. */
function GroupChoice({ all, view, onChange }: ToolbarProps) {
  return (
    <Select
      aria-label={t`Group`}
      w={150}
      searchable
      data={[
        { value: NO_GROUP, label: t`Not grouped` },
        ...all.map(({ name }) => ({ value: name, label: t`By ${columnLabel(name)}` })),
      ]}
      value={view.group ?? NO_GROUP}
      allowDeselect={false}
      onChange={(name) => onChange({ group: name === NO_GROUP || name === null ? undefined : name, item: undefined })}
    />
  );
}

/** The address holds all of the view: whoever opens it sees the same. */
function ShareView() {
  const clipboard = useClipboard({ timeout: 2_000 });
  return (
    <Button
      variant="default"
      leftSection={clipboard.copied ? <IconCheck size={16} /> : <IconLink size={16} />}
      onClick={() => clipboard.copy(location.href)}
    >
      {clipboard.copied ? t`Copied` : t`Copy link`}
    </Button>
  );
}

function ColumnChoice({ all, chosen, onChange }: ToolbarProps) {
  const names = chosen.map(({ name }) => name);
  const set = (name: string): void => {
    const next = names.includes(name) ? names.filter((one) => one !== name) : [...names, name];
    if (next.length > 0) onChange({ columns: next.join(",") });
  };
  return (
    <Popover position="bottom-end" width={240}>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} />}>
          <Trans>Columns</Trans>
        </Button>
      </Popover.Target>
      <Popover.Dropdown mah={360} style={{ overflow: "auto" }}>
        <Stack gap="xs">
          {all.map(({ name }) => (
            <Checkbox
              key={name}
              size="xs"
              label={columnLabel(name)}
              checked={names.includes(name)}
              onChange={() => set(name)}
            />
          ))}
          <Button size="compact-sm" variant="subtle" onClick={() => onChange({ columns: undefined })}>
            <Trans>As it was</Trans>
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

const formats = [
  { format: "xlsx", label: "Excel" },
  { format: "csv", label: "CSV" },
  { format: "json", label: "JSON" },
] as const;

/** Exactly this view: its filter, search, sort and columns. */
function ExportMenu({ runId, view, chosen }: ToolbarProps) {
  const run = useMutation({
    mutationFn: (format: (typeof formats)[number]["format"]) =>
      download(
        exportResult,
        {
          params: { runId },
          query: {
            ...viewQuery(view),
            list: view.list,
            format,
            columns: chosen.map(({ name }) => name).join(","),
            ...(format === "csv" ? { bom: "true" as const } : {}),
          },
        },
        `${view.list}.${format}`,
      ),
    onError(error) {
      const { title, detail } = explain(error);
      notifications.show({ color: "red", title, message: detail, autoClose: false });
    },
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />} loading={run.isPending}>
          <Trans>Export</Trans>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Trans>This view, as it is</Trans>
        </Menu.Label>
        {formats.map(({ format, label }) => (
          <Menu.Item key={format} onClick={() => run.mutate(format)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
