import { useEffect } from "react";
import { useMantineColorScheme } from "@mantine/core";
import { getProfile, updateProfile, type Preferences } from "@recon/api";
import { followLanguage } from "./language.ts";
import { browserLocale, chooseLocale } from "./numbers.ts";
import { client } from "./session.ts";
import { callKey, queryClient, useCall } from "./use-call.ts";

/** Keeps preferences in the profile, so that they hold on every machine; what is not named stays as it is. */
export async function savePreferences(preferences: Preferences): Promise<void> {
  const profile = await client.call(updateProfile, { body: { preferences }, ifMatch: "*" });
  queryClient.setQueryData(callKey(getProfile), profile);
}

/** Locale, time zone and theme as the profile has them, from the moment it is known. */
export function useFollowPreferences(isSignedIn: boolean): void {
  const { data } = useCall(getProfile, {}, { enabled: isSignedIn });
  const { setColorScheme } = useMantineColorScheme();
  const preferences = data?.preferences;
  const { locale, timeZone, theme } = preferences ?? {};
  const isKnown = preferences !== undefined;
  useEffect(() => {
    if (!isKnown) return;
    const wanted = locale ?? browserLocale().locale;
    chooseLocale({ locale: wanted, timeZone });
    followLanguage(wanted);
  }, [isKnown, locale, timeZone]);
  useEffect(() => {
    if (theme !== undefined) setColorScheme(theme);
  }, [theme, setColorScheme]);
}
