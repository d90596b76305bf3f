import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Group, MultiSelect, Select, Stack, Switch, Text, TextInput } from "@mantine/core";
import type { PlanPath } from "@recon/core";
import { ConditionList } from "./condition-list.tsx";
import { textOf, textsOf, type Loose } from "./loose-plan.ts";
import { newPass, passKinds, type PassKind } from "./pass-kinds.ts";
import { SumForm } from "./sum-form.tsx";
import type { PlanDraft } from "./use-plan-draft.ts";

export interface PassFormProps {
  readonly pass: Loose;
  readonly index: number;
  readonly draft: PlanDraft;
}

/** What one pass asks for. Kinds that the form does not know are written in the YAML. */
export function PassForm({ pass, index, draft }: PassFormProps) {
  const at: PlanPath = ["passes", index];
  const name = textOf(pass["name"]);
  const kind = textOf(pass["kind"]);
  const set = (key: string, value: unknown): void => draft.edit({ kind: "set", path: [...at, key], value });
  const isKnown = passKinds.some((one) => one.kind === kind);
  return (
    <Stack gap="xs">
      <Group gap="sm" align="flex-end">
        <TextInput
          size="xs"
          label={t`Name`}
          w={160}
          value={name}
          onChange={({ currentTarget }) => set("name", currentTarget.value)}
        />
        <Select
          size="xs"
          label={t`Matches`}
          w={240}
          allowDeselect={false}
          data={[
            ...passKinds.map((one) => ({ value: one.kind, label: one.label })),
            ...(isKnown || kind === "" ? [] : [{ value: kind, label: kind }]),
          ]}
          value={kind}
          onChange={(next) =>
            next !== null &&
            next !== kind &&
            draft.edit({ kind: "set", path: at, value: newPass(next as PassKind, draft.plan, name) })
          }
        />
        <Switch
          size="xs"
          label={t`only suggest`}
          checked={pass["suggest"] === true}
          pb={6}
          onChange={({ currentTarget }) =>
            draft.edit(
              currentTarget.checked
                ? { kind: "set", path: [...at, "suggest"], value: true }
                : { kind: "remove", path: [...at, "suggest"] },
            )
          }
        />
      </Group>
      {isKnown ? (
        <KindForm pass={pass} index={index} draft={draft} />
      ) : (
        <Text size="sm" c="dimmed">
          <Trans>This kind of pass is written in the YAML.</Trans>
        </Text>
      )}
    </Stack>
  );
}

function KindForm(props: PassFormProps) {
  switch (textOf(props.pass["kind"])) {
    case "keyed":
      return <FieldNames {...props} name="on" label={t`Equal on`} />;
    case "tolerant":
    case "similar":
      return (
        <>
          <FieldNames {...props} name="block" label={t`Equal on`} />
          <ConditionList {...props} />
        </>
      );
    case "grouped":
      return (
        <>
          <Choice
            {...props}
            name="shape"
            label={t`Shape`}
            choices={[
              { value: "1:n", label: t`one on the left, many on the right` },
              { value: "n:1", label: t`many on the left, one on the right` },
              { value: "n:m", label: t`many on both sides` },
            ]}
          />
          <FieldNames {...props} name="on" label={t`Shared key`} />
          <SumForm {...props} />
        </>
      );
    default:
      return (
        <>
          <Choice
            {...props}
            name="side"
            label={t`Side`}
            choices={[
              { value: "left", label: t`left` },
              { value: "right", label: t`right` },
            ]}
          />
          <FieldNames {...props} name="on" label={t`Shared by both`} />
          <SumForm {...props} />
        </>
      );
  }
}

interface NamedProps extends PassFormProps {
  readonly name: string;
  readonly label: string;
}

function FieldNames({ pass, index, draft, name, label }: NamedProps) {
  const chosen = textsOf(pass[name]);
  const known = draft.plan?.fields.map((field) => field.name) ?? [];
  return (
    <MultiSelect
      size="xs"
      label={label}
      data={[...new Set([...known, ...chosen])]}
      value={chosen}
      onChange={(value) => draft.edit({ kind: "set", path: ["passes", index, name], value })}
    />
  );
}

interface ChoiceProps extends NamedProps {
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

function Choice({ pass, index, draft, name, label, choices }: ChoiceProps) {
  return (
    <Select
      size="xs"
      label={label}
      w={260}
      allowDeselect={false}
      data={[...choices]}
      value={textOf(pass[name])}
      onChange={(value) => draft.edit({ kind: "set", path: ["passes", index, name], value })}
    />
  );
}
