import { t } from "@lingui/core/macro";
import { Skeleton, SimpleGrid, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { getProfile, listSessions } from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { callKey, queryClient, useCall } from "../../client/use-call.ts";
import { ChangePasswordForm } from "../../components/change-password-form.tsx";
import { Page } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { LookForm } from "./look-form.tsx";
import { NameForm } from "./name-form.tsx";
import { NotifyForm } from "./notify-form.tsx";
import { SessionList } from "./session-list.tsx";

/** What a person sets for themselves. */
export function ProfilePage() {
  const { data: profile, error, refetch } = useCall(getProfile, {});
  if (error !== null) return <Trouble error={error} onRetry={() => void refetch()} />;
  return (
    <Page title={t`Profile`}>
      {profile === undefined ? (
        <Skeleton h={320} />
      ) : (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          <Stack gap="lg">
            <Panel title={t`You`} hint={`${profile.email}, ${wordOf(profile.role)}`}>
              <NameForm key={profile.version} profile={profile} />
            </Panel>
            <Panel
              title={t`Numbers, dates and theme`}
              hint={t`Each choice is kept at once and holds on every machine.`}
            >
              <LookForm preferences={profile.preferences} />
            </Panel>
            <Panel title={t`Notifications`} hint={t`What the bell tells you.`}>
              <NotifyForm preferences={profile.preferences} />
            </Panel>
          </Stack>
          <Stack gap="lg">
            <Panel title={t`Password`} hint={t`All your other sessions end with the change.`}>
              <ChangePasswordForm email={profile.email} onChanged={tellChanged} />
            </Panel>
            <Panel title={t`Where you are signed in`}>
              <SessionList />
            </Panel>
          </Stack>
        </SimpleGrid>
      )}
    </Page>
  );
}

async function tellChanged(): Promise<void> {
  notifications.show({ message: t`The password is changed; your other sessions have ended.` });
  await queryClient.invalidateQueries({ queryKey: callKey(listSessions) });
}
