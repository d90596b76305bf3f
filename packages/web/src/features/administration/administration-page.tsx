import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Alert } from "@mantine/core";
import { Link, Outlet } from "@tanstack/react-router";
import { useSession } from "../../client/session.ts";
import { Page } from "../../components/page.tsx";
import { PartTabs } from "../../components/part-tabs.tsx";

/** Users, the server's health and its settings: for administrators. */
export function AdministrationPage() {
  const session = useSession();
  const isAdministrator = session.kind === "signedIn" && session.user.role === "admin";
  return (
    <Page title={t`Administration`}>
      {isAdministrator ? (
        <>
          <PartTabs label={t`Parts of the administration`}>
            <Link to="/administration" activeOptions={{ exact: true }}>
              <Trans>Users</Trans>
            </Link>
            <Link to="/administration/system">
              <Trans>System</Trans>
            </Link>
            <Link to="/administration/settings">
              <Trans>Settings</Trans>
            </Link>
          </PartTabs>
          <Outlet />
        </>
      ) : (
        <Alert variant="outline" title={t`For administrators`} role="note">
          <Trans>
            Users, system health and settings are in the hands of administrators. Ask one of them when somebody needs
            access, a role or a reset link; who works in a project, its page says.
          </Trans>
        </Alert>
      )}
    </Page>
  );
}
