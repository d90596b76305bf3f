import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { ActionIcon, Button, Group, Menu, MultiSelect, Select, Stack, Switch, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { SourceColumn } from "@recon/api";
import { fieldTypes, formatPath, type PlanEdit, type Side } from "@recon/core";
import { wordOf } from "../../client/api-words.ts";
import { ColumnRefInput } from "./column-ref-input.tsx";
import { FaultsAt } from "./faults-at.tsx";
import { columnsOf, textOf, type LooseField } from "./loose-plan.ts";
import { removalOfField } from "./removal-of-field.ts";
import type { PlanDraft } from "./use-plan-draft.ts";
import classes from "./plan-editor.module.css";

export type ColumnsOfSides = Readonly<Record<Side, readonly SourceColumn[]>>;

interface FieldListProps {
  readonly draft: PlanDraft;
  readonly columns: ColumnsOfSides;
}

/** Which columns belong together, with samples from both sides; what is not mapped stands below. */
export function FieldList({ draft, columns }: FieldListProps) {
  const fields = draft.plan?.fields ?? [];
  return (
    <Stack gap="sm">
      {fields.map((field) => (
        <FieldRow key={field.name} field={field} draft={draft} columns={columns} />
      ))}
      <Unmapped fields={fields} draft={draft} columns={columns} />
    </Stack>
  );
}

const steps = ["trim", "squeeze", "upper", "lower", "fold", "punctuation", "leadingZeros", "digits"] as const;
const stepWords: Readonly<Record<(typeof steps)[number], string>> = {
  trim: "trim",
  squeeze: t`one space for many`,
  upper: t`upper case`,
  lower: t`lower case`,
  fold: t`without accents and case`,
  punctuation: t`without punctuation`,
  leadingZeros: t`without leading zeros`,
  digits: t`digits only`,
};

function FieldRow({ field, draft, columns }: FieldListProps & { readonly field: LooseField }) {
  const { name, type, refs, negate } = field;
  const at = ["fields", name] as const;
  const path = formatPath(at);
  const set = (key: string, value: unknown): void =>
    draft.edit(
      value === undefined ? { kind: "remove", path: [...at, key] } : { kind: "set", path: [...at, key], value },
    );
  const why = draft.comments[path];
  const isNumber = type === "money" || type === "number";
  return (
    <section className={classes.field} aria-label={t`Field ${name}`}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Group gap="sm">
          <Text fw={600}>{name}</Text>
          <Select
            aria-label={t`${name}: type`}
            size="xs"
            w={104}
            allowDeselect={false}
            data={fieldTypes.map((value) => ({ value, label: wordOf(value) }))}
            value={type}
            onChange={(next) => next !== null && draft.edit(...changeType(field, next))}
          />
          {isNumber && (
            <Switch
              size="xs"
              label={t`turn the right side's sign`}
              checked={negate === "right"}
              onChange={({ currentTarget }) => {
                if (currentTarget.checked) set("negate", "right");
                else set("negate", undefined);
              }}
            />
          )}
        </Group>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t`Do not map ${name}`}
          onClick={() => draft.edit(...removalOfField(draft.plan, name))}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
      {why !== undefined && (
        <Text size="xs" c="dimmed">
          {why}
        </Text>
      )}
      <div className={classes.pair}>
        {(["left", "right"] as const).map((side) => (
          <div key={side}>
            <ColumnRefInput
              label={`${name}, ${wordOf(side)}`}
              value={refs[side]}
              columns={columns[side].map((column) => column.name)}
              onChange={(ref) => set(side, ref)}
            />
            <Samples names={columnsOf(refs[side])} columns={columns[side]} />
          </div>
        ))}
      </div>
      {type === "text" && <Normalise field={field} onChange={(next) => set("normalise", next)} />}
      <FaultsAt faults={draft.faults} path={path} />
    </section>
  );
}

/** A field of another type keeps what still means something for it. */
function changeType({ name, normalise, negate }: LooseField, type: string): PlanEdit[] {
  const isNumber = type === "money" || type === "number";
  return [
    { kind: "set", path: ["fields", name, "type"], value: type },
    ...(type !== "text" && normalise.length > 0
      ? [{ kind: "remove", path: ["fields", name, "normalise"] } as const]
      : []),
    ...(!isNumber && negate !== "" ? [{ kind: "remove", path: ["fields", name, "negate"] } as const] : []),
  ];
}

function Samples({ names, columns }: { readonly names: readonly string[]; readonly columns: readonly SourceColumn[] }) {
  const samples = names.flatMap((name) => columns.find((column) => column.name === name)?.samples.slice(0, 3) ?? []);
  return (
    <div className={classes.samples}>
      {samples.map((sample, i) => (
        <code key={i} title={sample}>
          {sample}
        </code>
      ))}
    </div>
  );
}

/** The usual steps; those that hold an expression stay and are written in the YAML. */
function Normalise({
  field,
  onChange,
}: {
  field: LooseField;
  onChange: (steps: readonly unknown[] | undefined) => void;
}) {
  const isUsual = (step: unknown): boolean => (steps as readonly unknown[]).includes(step);
  const others = field.normalise.filter((step) => !isUsual(step));
  return (
    <MultiSelect
      label={t`Normalise, in this order`}
      description={
        others.length === 0 ? undefined : (
          <Trans>
            Kept as in the YAML: <code>{others.map((step) => JSON.stringify(step)).join(", ")}</code>
          </Trans>
        )
      }
      size="xs"
      data={steps.map((value) => ({ value, label: stepWords[value] }))}
      value={field.normalise.filter(isUsual).map(textOf)}
      onChange={(chosen) => {
        const next = field.normalise.filter((step) => !isUsual(step) || chosen.includes(textOf(step)));
        const added = chosen.filter((step) => !next.includes(step));
        onChange(next.length + added.length === 0 ? undefined : [...next, ...added]);
      }}
    />
  );
}

/** Columns that no field takes: two of them make a new field. */
function Unmapped({ fields, draft, columns }: FieldListProps & { readonly fields: readonly LooseField[] }) {
  const free = (side: Side): readonly string[] => {
    const taken = new Set(fields.flatMap(({ refs }) => columnsOf(refs[side])));
    return columns[side].map(({ name }) => name).filter((name) => !taken.has(name));
  };
  const [left, right] = [free("left"), free("right")];
  const words = (names: readonly string[]): string => (names.length === 0 ? "none" : names.join(", "));
  return (
    <Stack gap={4}>
      <Text size="sm" c="dimmed">
        <Trans>
          Not mapped on the left: {words(left)}. On the right: {words(right)}.
        </Trans>
      </Text>
      <AddField fields={fields} draft={draft} columns={columns} left={left} right={right} />
    </Stack>
  );
}

interface AddFieldProps extends FieldListProps {
  readonly fields: readonly LooseField[];
  readonly left: readonly string[];
  readonly right: readonly string[];
}

function AddField({ fields, draft, columns, left, right }: AddFieldProps) {
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<Readonly<Record<Side, string | null>>>({ left: null, right: null });
  const taken = fields.some((field) => field.name === name);
  const add = (): void => {
    const column = columns.left.find((one) => one.name === chosen.left);
    draft.edit({
      kind: "set",
      path: ["fields", name],
      value: { type: column?.type ?? "text", left: chosen.left, right: chosen.right },
    });
    setName("");
    setChosen({ left: null, right: null });
  };
  const choose = (side: Side, names: readonly string[]) => (
    <Select
      size="xs"
      label={side === "left" ? t`Column on the left` : t`Column on the right`}
      searchable
      data={[...new Set([...names, ...columns[side].map((column) => column.name)])]}
      value={chosen[side]}
      onChange={(column) => {
        setChosen({ ...chosen, [side]: column });
        if (name === "" && column !== null) setName(plainName(column));
      }}
    />
  );
  return (
    <Menu closeOnItemClick={false} trapFocus position="bottom-start" width={280}>
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<IconPlus size={14} />} w="fit-content">
          <Trans>Map two columns</Trans>
        </Button>
      </Menu.Target>
      <Menu.Dropdown p="md">
        <Stack gap="xs">
          {choose("left", left)}
          {choose("right", right)}
          <TextInput
            size="xs"
            label={t`Name of the field`}
            value={name}
            error={taken ? t`There is a field of this name.` : undefined}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Button
            size="xs"
            disabled={name === "" || taken || chosen.left === null || chosen.right === null}
            onClick={add}
          >
            <Trans>Add</Trans>
          </Button>
        </Stack>
      </Menu.Dropdown>
    </Menu>
  );
}

const plainName = (column: string): string =>
  column
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "")
    .toLowerCase()
    .replace(/^(?=\d)/, "_");
