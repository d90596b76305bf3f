import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { ActionIcon, AppShell, Box, Burger, Button, Group, Menu, Text, useMantineColorScheme } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import {
  IconDeviceDesktop,
  IconFolders,
  IconHome,
  IconLogout,
  IconMoon,
  IconSettings,
  IconSearch,
  IconSun,
  IconUser,
} from "@tabler/icons-react";
import { Link, Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { explain } from "../client/download.ts";
import { useKeys } from "../client/keys.ts";
import { queryClient } from "../client/use-call.ts";
import { signOut, useSession } from "../client/session.ts";
import { useLocale } from "../client/numbers.ts";
import { savePreferences, useFollowPreferences } from "../client/preferences.ts";
import { NotificationBell } from "../features/profile/notification-bell.tsx";
import { ChangePasswordPage } from "../features/session/change-password-page.tsx";
import { FindAnything } from "./find-anything.tsx";
import { KeysDialog } from "./keys-dialog.tsx";
import classes from "./shell.module.css";

const places = [
  { to: "/", label: t`Home`, icon: IconHome },
  { to: "/projects", label: t`Projects`, icon: IconFolders },
] as const;
const administration = { to: "/administration", label: t`Administration`, icon: IconSettings } as const;

/** The frame of every screen; leads to the sign-in when the session ends, and back to the same place afterwards. */
export function Shell() {
  const session = useSession();
  const navigate = useNavigate();
  const [open, { toggle, close }] = useDisclosure();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const href = useRouterState({ select: (state) => state.location.href });
  useEffect(() => {
    if (session.kind === "anonymous") void navigate({ to: "/sign-in", search: session.hasEnded ? { to: href } : {} });
  }, [session, navigate, href]);
  useEffect(close, [path, close]);
  useFollowPreferences(session.kind === "signedIn" && !session.mustChangePassword);
  const { locale } = useLocale();
  const [over, setOver] = useState<"find" | "keys">();
  useKeys(t`Everywhere`, [
    { keys: "mod+k", does: t`Find a project, reconciliation, run or action`, run: () => setOver("find") },
    { keys: "?", does: t`Show the keys`, run: () => setOver("keys") },
  ]);
  if (session.kind !== "signedIn") return null;
  if (session.mustChangePassword) return <ChangePasswordPage email={session.user.email} />;
  return (
    <AppShell header={{ height: 48 }} padding={0}>
      <AppShell.Header className={classes.header ?? ""}>
        <a className={classes.skip} href="#content">
          <Trans>Skip to the content</Trans>
        </a>
        <Group gap="sm" wrap="nowrap" h="100%" px="lg">
          <Burger
            opened={open}
            onClick={toggle}
            hiddenFrom="xs"
            size="sm"
            aria-label={t`Places`}
            aria-expanded={open}
          />
          <Link to="/" className={classes.brand ?? ""}>
            <img src="/recon.svg" alt="" width={24} height={24} />
            <span translate="no">Recon</span>
          </Link>
          <Box component="nav" visibleFrom="xs" aria-label={t`Places`} ml="md">
            <Places />
          </Box>
          <Box flex={1} />
          <NotificationBell userId={session.user.id} />
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t`Find`} onClick={() => setOver("find")}>
            <IconSearch size={18} />
          </ActionIcon>
          <ThemeMenu />
          <PersonMenu name={session.user.name} email={session.user.email} />
        </Group>
      </AppShell.Header>
      {open && (
        <nav className={classes.drawer} aria-label={t`Places`}>
          <Places />
        </nav>
      )}
      {over === "find" && <FindAnything onClose={() => setOver(undefined)} onKeys={() => setOver("keys")} />}
      <KeysDialog opened={over === "keys"} onClose={() => setOver(undefined)} />
      <AppShell.Main id="content" tabIndex={-1}>
        {/* Figures on the screen are written anew in another locale; the profile, where it is chosen, follows by itself. */}
        <Outlet key={path === "/profile" ? path : locale} />
      </AppShell.Main>
    </AppShell>
  );
}

function Places() {
  const session = useSession();
  const isAdministrator = session.kind === "signedIn" && session.user.role === "admin";
  return (
    <ul className={classes.places}>
      {(isAdministrator ? [...places, administration] : places).map(({ to, label, icon: Icon }) => (
        <li key={to}>
          <Link to={to} activeOptions={{ exact: to === "/" }} className={classes.place ?? ""}>
            <Icon size={16} aria-hidden /> {label}
          </Link>
        </li>
      ))}
    </ul>
  );
}

const schemes = [
  { value: "light", label: t`Light`, icon: IconSun },
  { value: "dark", label: t`Dark`, icon: IconMoon },
  { value: "auto", label: t`As the system`, icon: IconDeviceDesktop },
] as const;

function ThemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const choose = (theme: (typeof schemes)[number]["value"]): void => {
    setColorScheme(theme);
    savePreferences({ theme }).catch((error: unknown) => {
      const { title, detail } = explain(error);
      notifications.show({ color: "red", title, message: t`The theme holds on this machine only. ${detail}` });
    });
  };
  const Current = schemes.find(({ value }) => value === colorScheme)?.icon ?? IconDeviceDesktop;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t`Theme`}>
          <Current size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {schemes.map(({ value, label, icon: Icon }) => (
          <Menu.Item key={value} leftSection={<Icon size={16} />} onClick={() => choose(value)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function PersonMenu({ name, email }: { readonly name: string; readonly email: string }) {
  const leave = async (): Promise<void> => {
    await signOut();
    queryClient.clear();
  };
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button variant="subtle" color="gray" px="sm" leftSection={<IconUser size={16} />} aria-label={t`You, ${name}`}>
          <Text span visibleFrom="sm" size="sm" truncate maw={180}>
            {name}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{email}</Menu.Label>
        <Menu.Item leftSection={<IconUser size={16} />} renderRoot={(props) => <Link to="/profile" {...props} />}>
          <Trans>Profile</Trans>
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>
          <Trans>Sign out</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
