import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { ActionIcon, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { listOf, recordOf, textOf, type Loose } from "./loose-plan.ts";
import type { PassFormProps } from "./pass-form.tsx";
import { firstTolerance, ToleranceInput } from "./tolerance-input.tsx";

/** What a pair has to satisfy besides its block, and what a unit of each difference costs. */
export function ConditionList({ pass, index, draft }: PassFormProps) {
  const conditions = listOf(pass["conditions"]).map(recordOf);
  const fields = draft.plan?.fields ?? [];
  const free = fields.filter(({ name }) => !conditions.some((one) => one["field"] === name));
  const put = (i: number, value: Loose): void =>
    draft.edit({ kind: "set", path: ["passes", index, "conditions", i], value });
  return (
    <Stack gap={4}>
      <Text size="xs" fw={500}>
        <Trans>And within</Trans>
      </Text>
      {conditions.map((condition, i) => {
        const name = textOf(condition["field"]);
        const type = fields.find((field) => field.name === name)?.type;
        const { weight } = condition;
        const kept = weight === undefined ? {} : { weight };
        return (
          <Group key={i} gap="xs">
            <Select
              size="xs"
              aria-label={t`Condition ${i + 1}: field`}
              w={140}
              allowDeselect={false}
              data={fields.map((field) => field.name)}
              value={name}
              onChange={(next) => {
                const nextType = fields.find((field) => field.name === next)?.type;
                put(i, { field: next, ...firstTolerance(nextType), ...kept });
              }}
            />
            <ToleranceInput
              of={name}
              type={type}
              value={condition}
              calendars={draft.plan?.calendars ?? []}
              mayBeExact={false}
              onChange={(tolerance) => put(i, { field: name, ...tolerance, ...kept })}
            />
            <TextInput
              size="xs"
              aria-label={t`${name}: cost of one unit of difference`}
              title={t`What one unit of difference costs when the nearest is chosen`}
              placeholder={t`cost 1`}
              w={72}
              inputMode="decimal"
              value={textOf(weight)}
              onChange={({ currentTarget: { value } }) => {
                const { weight: _, ...others } = condition;
                const number = Number(value);
                put(
                  i,
                  value === ""
                    ? others
                    : { ...others, weight: Number.isFinite(number) && !value.endsWith(".") ? number : value },
                );
              }}
            />
            {conditions.length > 1 && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t`Remove the condition on ${name}`}
                onClick={() => draft.edit({ kind: "remove", path: ["passes", index, "conditions", i] })}
              >
                <IconTrash size={14} />
              </ActionIcon>
            )}
          </Group>
        );
      })}
      {free[0] !== undefined && (
        <Button
          variant="subtle"
          size="compact-xs"
          w="fit-content"
          leftSection={<IconPlus size={12} />}
          onClick={() => put(conditions.length, { field: free[0]!.name, ...firstTolerance(free[0]!.type) })}
        >
          <Trans>Add a condition</Trans>
        </Button>
      )}
    </Stack>
  );
}
