import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { queryClient } from "../client/use-call.ts";
import { router } from "./router.tsx";
import { cssVariables, theme } from "./theme.ts";

/** The server writes a new nonce into every page; styles without it are refused by the policy. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="recon-style-nonce"]')?.content;
Object.assign(globalThis, { __webpack_nonce__: nonce });

export function App() {
  return (
    <I18nProvider i18n={i18n}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        {...(nonce === undefined ? {} : { getStyleNonce: () => nonce })}
      >
        <QueryClientProvider client={queryClient}>
          <Notifications position="bottom-right" />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>
  );
}
