import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Checkbox, Group, Radio, Stack, Text } from "@mantine/core";
import { FaultsAt } from "./faults-at.tsx";
import { textOf, type Loose } from "./loose-plan.ts";
import { ToleranceInput } from "./tolerance-input.tsx";
import type { PlanDraft } from "./use-plan-draft.ts";

/** Which fields turn a match into a difference, and from where on. */
export function CompareList({ draft }: { readonly draft: PlanDraft }) {
  const fields = draft.plan?.fields ?? [];
  const compare = draft.plan?.compare;
  const choose = (value: string): void =>
    draft.edit(
      value === "all"
        ? { kind: "remove", path: ["compare"] }
        : { kind: "set", path: ["compare"], value: fields.map(({ name }) => ({ field: name })) },
    );
  return (
    <Stack gap="sm">
      <Radio.Group
        aria-label={t`Which fields are compared`}
        value={compare === undefined ? "all" : "some"}
        onChange={choose}
      >
        <Group gap="lg">
          <Radio size="xs" value="all" label={t`every field that the pass does not judge itself`} />
          <Radio size="xs" value="some" label={t`only these`} />
        </Group>
      </Radio.Group>
      {compare !== undefined &&
        fields.map(({ name, type }) => {
          const at = compare.findIndex((entry) => entry["field"] === name);
          const entry = compare[at];
          return (
            <Group key={name} gap="sm" mih={30}>
              <Checkbox
                size="xs"
                w={160}
                label={name}
                checked={entry !== undefined}
                onChange={() =>
                  draft.edit(
                    entry === undefined
                      ? { kind: "set", path: ["compare", compare.length], value: { field: name } }
                      : { kind: "remove", path: ["compare", at] },
                  )
                }
              />
              {entry !== undefined && (
                <ToleranceInput
                  of={t`compare ${name}`}
                  type={type}
                  value={entry}
                  calendars={draft.plan?.calendars ?? []}
                  mayBeExact
                  onChange={(tolerance: Loose) =>
                    draft.edit({ kind: "set", path: ["compare", at], value: { field: textOf(name), ...tolerance } })
                  }
                />
              )}
            </Group>
          );
        })}
      {compare?.length === 0 && (
        <Text size="sm" c="dimmed">
          <Trans>No field is compared: no match becomes a difference.</Trans>
        </Text>
      )}
      <FaultsAt faults={draft.faults} path="compare" />
    </Stack>
  );
}
