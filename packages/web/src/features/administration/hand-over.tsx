import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button, Code, CopyButton, Group, Text } from "@mantine/core";
import classes from "./hand-over.module.css";

/** A secret that is shown once. */
export interface Handed {
  readonly what: string;
  readonly secret: string;
  readonly hint: string;
}

/** Shows a secret to pass on; once it is put away nobody can see it again. */
export function HandOver({ handed, onDone }: { readonly handed: Handed; readonly onDone: () => void }) {
  const { what, secret, hint } = handed;
  return (
    <section className={classes.hand} aria-label={what}>
      <Text fw={600}>{what}</Text>
      <Code className={classes.secret ?? ""}>{secret}</Code>
      <Text size="sm" c="dimmed">
        <Trans>{hint} It is shown only now: hand it over before you put it away.</Trans>
      </Text>
      <Group gap="sm">
        {/* Without a secure connection the browser offers no clipboard; the text can still be marked. */}
        {isSecureContext && (
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? t`Copied` : t`Copy`}
              </Button>
            )}
          </CopyButton>
        )}
        <Button variant="subtle" color="gray" onClick={onDone}>
          <Trans>Put it away</Trans>
        </Button>
      </Group>
    </section>
  );
}
