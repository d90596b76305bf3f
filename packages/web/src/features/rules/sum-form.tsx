import { t } from "@lingui/core/macro";
import { Group, Select, Switch, TextInput } from "@mantine/core";
import { recordOf, textOf } from "./loose-plan.ts";
import type { PassFormProps } from "./pass-form.tsx";
import { ToleranceInput } from "./tolerance-input.tsx";

/** Amounts that must add up; what is left over can be booked under a reason. */
export function SumForm({ pass, index, draft }: PassFormProps) {
  const sum = recordOf(pass["sum"]);
  const residual = sum["residual"] === undefined ? undefined : recordOf(sum["residual"]);
  const fields = (draft.plan?.fields ?? []).filter(({ type }) => type === "money" || type === "number");
  const name = textOf(sum["field"]);
  const put = (key: string, value: unknown): void =>
    draft.edit({ kind: "set", path: ["passes", index, "sum", key], value });
  const calendars = draft.plan?.calendars ?? [];
  return (
    <>
      <Group gap="xs" align="flex-end">
        <Select
          size="xs"
          label={t`Sum of`}
          w={140}
          allowDeselect={false}
          data={[...new Set([...fields.map((field) => field.name), name])].filter((one) => one !== "")}
          value={name}
          onChange={(next) => put("field", next)}
        />
        <ToleranceInput
          of={t`sum of ${name}`}
          type="money"
          value={sum}
          calendars={calendars}
          mayBeExact={false}
          onChange={(tolerance) => put("within", tolerance["within"])}
        />
      </Group>
      {textOf(pass["kind"]) === "grouped" && (
        <Group gap="xs" align="center">
          <Switch
            size="xs"
            label={t`a remainder is booked`}
            checked={residual !== undefined}
            onChange={({ currentTarget }) =>
              currentTarget.checked
                ? put("residual", { upTo: { relative: "0.03" }, reason: "fee" })
                : draft.edit({ kind: "remove", path: ["passes", index, "sum", "residual"] })
            }
          />
          {residual !== undefined && (
            <>
              <ToleranceInput
                of="remainder"
                type="money"
                value={{ within: residual["upTo"] }}
                calendars={calendars}
                mayBeExact={false}
                onChange={(tolerance) => put("residual", { ...residual, upTo: tolerance["within"] })}
              />
              <TextInput
                size="xs"
                aria-label={t`Reason of the remainder`}
                w={120}
                value={textOf(residual["reason"])}
                onChange={({ currentTarget }) => put("residual", { ...residual, reason: currentTarget.value })}
              />
            </>
          )}
        </Group>
      )}
    </>
  );
}
