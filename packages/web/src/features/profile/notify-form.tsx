import { t } from "@lingui/core/macro";
import { Radio, Stack, Switch } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { Preferences } from "@recon/api";
import { savePreferences } from "../../client/preferences.ts";
import { Trouble } from "../../components/trouble.tsx";

const choices = [
  { value: "mine", label: t`When a run that I started ends` },
  { value: "projects", label: t`When any run of my projects ends` },
  { value: "none", label: t`Nothing about runs` },
] as const;

export function NotifyForm({ preferences }: { readonly preferences: Preferences }) {
  const save = useMutation({ mutationFn: savePreferences });
  return (
    <Stack gap="sm">
      {save.error !== null && <Trouble error={save.error} />}
      <Radio.Group
        aria-label={t`Tell me`}
        value={preferences.notifyRuns ?? "mine"}
        onChange={(value) => save.mutate({ notifyRuns: value as NonNullable<Preferences["notifyRuns"]> })}
      >
        <Stack gap="sm">
          {choices.map(({ value, label }) => (
            <Radio key={value} value={value} label={label} />
          ))}
        </Stack>
      </Radio.Group>
      <Switch
        label={t`When somebody assigns breaks to me`}
        checked={preferences.notifyAssigned ?? true}
        onChange={(event) => save.mutate({ notifyAssigned: event.currentTarget.checked })}
      />
    </Stack>
  );
}
