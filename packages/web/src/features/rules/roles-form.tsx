import { t } from "@lingui/core/macro";
import { Select, SimpleGrid, Stack } from "@mantine/core";
import { FaultsAt } from "./faults-at.tsx";
import { textOf } from "./loose-plan.ts";
import type { PlanDraft } from "./use-plan-draft.ts";

const roles = [
  { role: "amount", label: t`Totals add up`, types: ["money", "number"] },
  { role: "currency", label: t`Totals are kept by`, types: ["currency", "text"] },
  { role: "date", label: t`Age counts from`, types: ["date"] },
] as const;

/** Fields that carry totals and ageing. */
export function RolesForm({ draft }: { readonly draft: PlanDraft }) {
  const fields = draft.plan?.fields ?? [];
  return (
    <Stack gap="xs">
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        {roles.map(({ role, label, types }) => {
          const chosen = textOf(draft.plan?.roles[role]);
          const fitting = fields
            .filter(({ type }) => (types as readonly string[]).includes(type))
            .map(({ name }) => name);
          return (
            <Select
              key={role}
              size="xs"
              label={label}
              placeholder={t`none`}
              clearable
              clearButtonProps={{ "aria-label": t`None` }}
              data={[...new Set([...fitting, chosen])].filter((name) => name !== "")}
              value={chosen === "" ? null : chosen}
              onChange={(name) =>
                draft.edit(
                  name === null
                    ? { kind: "remove", path: ["roles", role] }
                    : { kind: "set", path: ["roles", role], value: name },
                )
              }
            />
          );
        })}
      </SimpleGrid>
      <FaultsAt faults={draft.faults} path="roles" />
    </Stack>
  );
}
