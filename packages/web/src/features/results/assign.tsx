import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button, Popover, Select } from "@mantine/core";
import type { Person } from "./use-people.ts";

interface AssignProps {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly people: readonly Person[];
  /** null: to nobody. */
  readonly onPerson: (person: Person | null) => void;
}

/** Gives a break to somebody of the project. */
export function Assign({ open, onOpen, people, onPerson }: AssignProps) {
  return (
    <Popover opened={open} onChange={onOpen} trapFocus returnFocus position="bottom-start" width={260}>
      <Popover.Target>
        <Button size="xs" variant="default" onClick={() => onOpen(!open)} title="G">
          <Trans>Give to …</Trans>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`Give to`}>
        <PersonSelect
          people={people}
          onPerson={(person) => {
            onOpen(false);
            onPerson(person);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

const NOBODY = "nobody";

export function PersonSelect({ people, onPerson }: Pick<AssignProps, "people" | "onPerson">) {
  return (
    <Select
      label={t`Person`}
      searchable
      data-autofocus
      defaultDropdownOpened
      comboboxProps={{ withinPortal: false }}
      data={[
        ...people.map(({ id, name }) => ({ value: String(id), label: name })),
        { value: NOBODY, label: t`Nobody` },
      ]}
      onChange={(id) => id !== null && onPerson(people.find((person) => person.id === id) ?? null)}
    />
  );
}
