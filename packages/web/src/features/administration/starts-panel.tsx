import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Table, Text } from "@mantine/core";
import { ServerPhase, type ServerStart } from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { formatDuration, formatInstant } from "../../client/numbers.ts";
import { Panel } from "../../components/panel.tsx";
import { Tag } from "../../components/tag.tsx";
import classes from "./starts-panel.module.css";

/** The steps of a start in their order. */
const steps = ServerPhase.options.filter((phase) => phase !== "stopping");

/** The last starts: how far each came, and how it ended. A start that was killed has no end. */
export function StartsPanel({ starts }: { readonly starts: readonly ServerStart[] }) {
  return (
    <Panel title={t`Last starts`} hint={t`From the start history in the data folder, newest first.`}>
      <Table.ScrollContainer minWidth={720} type="native">
        <Table verticalSpacing={4} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>
                <Trans>Started</Trans>
              </Table.Th>
              <Table.Th>
                <Trans>State</Trans>
              </Table.Th>
              <Table.Th>
                <Trans>Phase</Trans>
              </Table.Th>
              <Table.Th>
                <Trans>Lasted</Trans>
              </Table.Th>
              <Table.Th>
                <Trans>End</Trans>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {starts.map((start) => (
              <Table.Tr key={`${start.instanceId} ${start.startedAt}`}>
                <Table.Td>{formatInstant(start.startedAt)}</Table.Td>
                <Table.Td>
                  <Tag word={start.state} />
                </Table.Td>
                <Table.Td>
                  <Steps phase={start.phase} />
                </Table.Td>
                <Table.Td>
                  {start.endedAt === null
                    ? "–"
                    : formatDuration(Date.parse(start.endedAt) - Date.parse(start.startedAt))}
                </Table.Td>
                <Table.Td>
                  <End start={start} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  );
}

/** One mark for each step that was reached; `stopping` has gone through all of them. */
function Steps({ phase }: { readonly phase: ServerStart["phase"] }) {
  const at = (steps as readonly string[]).indexOf(phase);
  const reached = at === -1 ? steps.length : at + 1;
  return (
    <span className={classes.steps} title={t`${reached} of ${steps.length} steps`}>
      <span className={classes.marks} aria-hidden>
        {steps.map((step, index) => (
          <span key={step} data-reached={index < reached} />
        ))}
      </span>
      {wordOf(phase)}
    </span>
  );
}

function End({ start }: { readonly start: ServerStart }) {
  const { exitCode, signal, code, description, state } = start;
  if (state === "running") return null;
  const how = [
    ...(signal === null ? [] : [signal]),
    ...(exitCode === null ? [] : [t`exit code ${exitCode}`]),
    ...(code === null ? [] : [code]),
  ];
  return (
    <>
      {how.length === 0 ? t`no end was written: it was killed` : how.join(", ")}
      {description !== null && (
        <Text size="xs" c="dimmed">
          {description}
        </Text>
      )}
    </>
  );
}
