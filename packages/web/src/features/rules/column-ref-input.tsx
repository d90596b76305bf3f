import { t } from "@lingui/core/macro";
import { ActionIcon, Group, Menu, Select, TextInput } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import type { ColumnRef } from "@recon/core";
import { wordOf } from "../../client/api-words.ts";
import { textOf, type Loose } from "./loose-plan.ts";

interface ColumnRefInputProps {
  /** "amount, left" */
  readonly label: string;
  readonly value: ColumnRef;
  readonly columns: readonly string[];
  readonly onChange: (ref: ColumnRef) => void;
}

const kinds = [
  { value: "column", label: t`A column` },
  { value: "part", label: t`A part of a column` },
  { value: "pair", label: t`A debit and a credit column` },
  { value: "constant", label: t`The same text for every record` },
];

/** Where a side's value comes from: a column, a part of one, two columns for debit and credit, or one text for all. */
export function ColumnRefInput({ label, value, columns, onChange }: ColumnRefInputProps) {
  const parts = (typeof value === "string" ? { column: value } : value) as Loose;
  const kind =
    typeof value === "string" ? "column" : "value" in parts ? "constant" : "debit" in parts ? "pair" : "part";
  const column = textOf(parts["column"]) || textOf(parts["debit"]) || columns[0] || "";
  const change = (next: string): void => {
    if (next === "column") onChange(column);
    if (next === "part") onChange({ column, extract: "(.*)" });
    if (next === "pair") onChange({ debit: column, credit: columns.find((name) => name !== column) ?? column });
    if (next === "constant") onChange({ value: "EUR" });
  };
  const choose = (of: string, chosen: string, take: (name: string) => void) => (
    <Select
      size="xs"
      aria-label={`${label}: ${wordOf(of)}`}
      searchable
      allowDeselect={false}
      data={columns.includes(chosen) || chosen === "" ? [...columns] : [chosen, ...columns]}
      error={chosen !== "" && columns.length > 0 && !columns.includes(chosen)}
      value={chosen}
      onChange={(name) => name !== null && take(name)}
      flex={1}
      miw={110}
    />
  );
  return (
    <Group gap={4} wrap="wrap">
      {kind === "column" && choose("column", textOf(value), onChange)}
      {kind === "part" && (
        <>
          {choose("column", column, (name) => onChange({ ...parts, column: name } as ColumnRef))}
          <TextInput
            size="xs"
            aria-label={t`${label}: expression`}
            w={130}
            placeholder="([0-9]+)"
            value={textOf(parts["extract"])}
            onChange={({ currentTarget }) => onChange({ ...parts, column, extract: currentTarget.value } as ColumnRef)}
          />
        </>
      )}
      {kind === "pair" && (
        <>
          {choose("debit", textOf(parts["debit"]), (debit) => onChange({ ...parts, debit } as ColumnRef))}
          {choose("credit", textOf(parts["credit"]), (credit) => onChange({ ...parts, credit } as ColumnRef))}
        </>
      )}
      {kind === "constant" && (
        <TextInput
          size="xs"
          aria-label={t`${label}: text`}
          flex={1}
          miw={90}
          value={textOf(parts["value"])}
          onChange={({ currentTarget }) => onChange({ value: currentTarget.value })}
        />
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t`${label}: take it from elsewhere`}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {kinds.map((one) => (
            <Menu.Item key={one.value} disabled={one.value === kind} onClick={() => change(one.value)}>
              {one.label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
