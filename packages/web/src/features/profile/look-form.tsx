import { t } from "@lingui/core/macro";
import { useMemo } from "react";
import { Select, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { Preferences } from "@recon/api";
import { browserLocale, formatAmount, formatDay, formatInstant, useLocale } from "../../client/numbers.ts";
import { savePreferences } from "../../client/preferences.ts";
import { Trouble } from "../../components/trouble.tsx";
import { localeChoices } from "./locale-choices.ts";

const themes = [
  { value: "auto", label: t`As the system` },
  { value: "light", label: t`Light` },
  { value: "dark", label: t`Dark` },
];

/** How figures are written and the screens look. */
export function LookForm({ preferences }: { readonly preferences: Preferences }) {
  const { locale, timeZone } = useLocale();
  const save = useMutation({ mutationFn: savePreferences });
  const locales = useMemo(() => localeChoices(browserLocale().locale), []);
  const zones = useMemo(() => Intl.supportedValuesOf("timeZone"), []);
  return (
    <Stack gap="md">
      {save.error !== null && <Trouble error={save.error} />}
      <Select
        label={t`Numbers and dates as in`}
        searchable
        allowDeselect={false}
        data={locales}
        value={preferences.locale ?? locale}
        onChange={(chosen) => chosen !== null && save.mutate({ locale: chosen })}
      />
      <Select
        label={t`Time zone`}
        searchable
        allowDeselect={false}
        placeholder={t`As the machine`}
        data={zones}
        value={preferences.timeZone ?? timeZone ?? null}
        onChange={(chosen) => chosen !== null && save.mutate({ timeZone: chosen })}
      />
      <Text size="sm" c="dimmed" className="figure" data-example>
        {`${formatAmount("-1234567.89")} · ${formatDay("2026-10-31")} · ${formatInstant("2026-10-31T17:05:00.000Z")}`}
      </Text>
      <Select
        label={t`Theme`}
        allowDeselect={false}
        data={themes}
        value={preferences.theme ?? "auto"}
        onChange={(theme) => theme !== null && save.mutate({ theme: theme as NonNullable<Preferences["theme"]> })}
      />
    </Stack>
  );
}
