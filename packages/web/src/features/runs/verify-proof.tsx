import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button, Code, CopyButton, Group, List, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy, IconDownload, IconShieldCheck } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { downloadRun, exportResult, getRunVerification, verifyRun, type Run, type Verification } from "@recon/api";
import { client } from "../../client/session.ts";
import { download } from "../../client/download.ts";
import { formatInstant } from "../../client/numbers.ts";
import { callKey, queryClient, useCall } from "../../client/use-call.ts";
import { Panel } from "../../components/panel.tsx";
import { Trouble } from "../../components/trouble.tsx";

const POLL_MS = 1_500;

/** The independent check of the proof, and the proof as a file for somebody who trusts neither. */
export function VerifyProof({ run }: { readonly run: Run }) {
  const params = { runId: run.id };
  const found = useCall(getRunVerification, { params });
  const busy = found.data?.status === "queued" || found.data?.status === "running";
  useCall(getRunVerification, { params }, { pollMs: busy ? POLL_MS : false });
  const verify = useMutation({
    mutationFn: () => client.call(verifyRun, { params }),
    onSuccess: (state) => queryClient.setQueryData(callKey(getRunVerification, { params }), state),
  });
  const archive = useMutation({ mutationFn: () => download(downloadRun, { params }, `${run.id}.tar.gz`) });
  const report = useMutation({
    mutationFn: () => download(exportResult, { params, query: { format: "html" } }, `${run.id}.html`),
  });
  const failure = verify.error ?? archive.error ?? report.error;
  return (
    <Panel
      title={t`The proof`}
      hint={t`The verifier shares no code with the engine: it checks every record against the uploaded files.`}
      actions={
        <Group gap="sm">
          <Button
            variant="default"
            leftSection={<IconShieldCheck size={16} />}
            loading={busy || verify.isPending}
            onClick={() => verify.mutate()}
          >
            <Trans>Verify</Trans>
          </Button>
          <Button
            variant="default"
            leftSection={<IconDownload size={16} />}
            loading={archive.isPending}
            onClick={() => archive.mutate()}
          >
            <Trans>Download the proof</Trans>
          </Button>
          <Button variant="default" loading={report.isPending} onClick={() => report.mutate()}>
            <Trans>Report</Trans>
          </Button>
        </Group>
      }
    >
      <Stack gap="sm">
        {failure !== null && <Trouble error={failure} />}
        {found.data !== undefined && <Finding state={found.data} />}
        {run.certificateHash !== null && <CertificateHash hash={run.certificateHash} />}
      </Stack>
    </Panel>
  );
}

function Finding({ state }: { readonly state: Verification }) {
  if (state.status === "none")
    return (
      <Text size="sm">
        <Trans>Not verified yet.</Trans>
      </Text>
    );
  if (state.status === "queued" || state.status === "running")
    return (
      <Text size="sm">
        <Trans>The verifier is at work …</Trans>
      </Text>
    );
  if (state.status === "failed")
    return (
      <Text size="sm">
        <Trans>The verifier could not finish: {state.problem?.detail}</Trans>
      </Text>
    );
  const at = state.at === null ? "" : `, ${formatInstant(state.at)}`;
  return (
    <>
      <Text fw={600} c={state.isVerified === true ? "var(--recon-good)" : "var(--recon-bad)"}>
        {state.isVerified === true ? t`Verified${at}` : t`${state.findingCount} findings${at}`}
      </Text>
      <List size="sm" spacing={2}>
        {state.checks.map(({ name, ok, detail }) => (
          <List.Item key={name}>
            {ok ? "✓" : "✗"} {name}: {detail}
          </List.Item>
        ))}
        {state.findings.map(({ check, message }) => (
          <List.Item key={message} c="var(--recon-bad)">
            {check}: {message}
          </List.Item>
        ))}
      </List>
    </>
  );
}

function CertificateHash({ hash }: { readonly hash: string }) {
  return (
    <Group gap="sm">
      <Text size="sm" c="dimmed">
        <Trans>Certificate</Trans>
      </Text>
      <Code style={{ wordBreak: "break-all" }}>{hash}</Code>
      <CopyButton value={hash}>
        {({ copied, copy }) => (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            onClick={copy}
          >
            {copied ? t`Copied` : t`Copy`}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
