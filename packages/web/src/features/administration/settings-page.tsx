import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Button, Group, NumberInput, Skeleton, Stack, Switch } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { getSettings, updateSettings, type Settings } from "@recon/api";
import { client } from "../../client/session.ts";
import { callKey, queryClient, useCall } from "../../client/use-call.ts";
import { Panel } from "../../components/panel.tsx";
import { Trouble } from "../../components/trouble.tsx";

const GIGABYTE = 1_000_000_000;
const LONGEST_DAYS = 36_500;
const MOST_GIGABYTES = Math.floor(Number.MAX_SAFE_INTEGER / GIGABYTE);

/** What administrators decide for the whole server. */
export function SettingsPage() {
  const { data, error, refetch } = useCall(getSettings, {});
  if (error !== null) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton h={240} />;
  return <SettingsForm key={data.version} settings={data} />;
}

function SettingsForm({ settings }: { readonly settings: Settings }) {
  const [isOpen, setOpen] = useState(settings.registration === "open");
  const [days, setDays] = useState(settings.resultRetentionDays);
  const [gigabytes, setGigabytes] = useState(
    settings.storageQuotaBytes === null ? null : settings.storageQuotaBytes / GIGABYTE,
  );
  const save = useMutation({
    mutationFn: () =>
      client.call(updateSettings, {
        body: {
          registration: isOpen ? "open" : "closed",
          resultRetentionDays: days,
          storageQuotaBytes: gigabytes === null ? null : Math.round(gigabytes * GIGABYTE),
        },
        ifMatch: settings.version,
      }),
    onSuccess(saved) {
      queryClient.setQueryData(callKey(getSettings), saved);
      notifications.show({ message: t`The settings are saved.` });
    },
  });
  return (
    <Panel title={t`Settings`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack gap="lg" maw={520}>
          {save.error !== null && <Trouble error={save.error} />}
          <Switch
            label={t`People may register themselves`}
            description={t`They see nothing until somebody adds them to a project.`}
            checked={isOpen}
            onChange={(event) => setOpen(event.currentTarget.checked)}
          />
          <NumberInput
            label={t`Keep result sets for days`}
            description={t`Older ones are deleted; decisions and figures of the run stay. Empty: RESULT_RETENTION_DAYS decides.`}
            min={1}
            max={LONGEST_DAYS}
            allowDecimal={false}
            value={days ?? ""}
            onChange={(value) => setDays(value === "" ? null : Number(value))}
          />
          <NumberInput
            label={t`Disk for sources and results, in GB`}
            description={t`What would exceed it is refused before it is written. Empty: STORAGE_QUOTA_BYTES decides.`}
            min={0}
            max={MOST_GIGABYTES}
            decimalScale={3}
            value={gigabytes ?? ""}
            onChange={(value) => setGigabytes(value === "" ? null : Number(value))}
          />
          <Group>
            <Button type="submit" loading={save.isPending}>
              <Trans>Save</Trans>
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
