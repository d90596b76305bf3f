import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";
import { ActionIcon, Group, Title, Tooltip } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import type { Break, RunId } from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { BreakView } from "./break-view.tsx";
import type { Decision } from "./decide.ts";
import { GroupView } from "./group-view.tsx";
import { RecordView } from "./record-view.tsx";
import classes from "./inspector.module.css";

interface InspectorProps {
  readonly runId: RunId;
  /** `break:17`, `group:4` or `row:left:17`. */
  readonly item: string;
  /** The break as the list has it. */
  readonly known: Break | undefined;
  readonly onMove: (step: number) => void;
  readonly onClose: () => void;
  readonly onDecided: (verb: Decision["verb"]) => void;
}

/** One item in full: both records, why it is where it is, what was decided and said. */
export function Inspector({ runId, item, known, onMove, onClose, onDecided }: InspectorProps) {
  const [kind = "", one = "", two = ""] = item.split(":");
  return (
    <aside className={classes.inspector} aria-label={t`Inspector`}>
      <Group justify="space-between" wrap="nowrap">
        <Title order={2} tt="capitalize" aria-live="polite">
          {kind === "row" ? t`${wordOf(one)} record ${two}` : `${wordOf(kind)} ${one}`}
        </Title>
        <Group gap={2} wrap="nowrap">
          <Key label={t`Previous`} keys="K" onClick={() => onMove(-1)}>
            <IconArrowUp size={16} />
          </Key>
          <Key label={t`Next`} keys="J" onClick={() => onMove(1)}>
            <IconArrowDown size={16} />
          </Key>
          <Key label={t`Close`} keys="Esc" onClick={onClose}>
            <IconX size={16} />
          </Key>
        </Group>
      </Group>
      {kind === "break" && <BreakView runId={runId} breakId={Number(one)} known={known} onDecided={onDecided} />}
      {kind === "group" && <GroupView runId={runId} groupId={Number(one)} />}
      {kind === "row" && (
        <RecordView runId={runId} side={one === "right" ? "right" : "left"} rowId={Number(two)} onDecided={onDecided} />
      )}
    </aside>
  );
}

interface KeyProps {
  readonly label: string;
  readonly keys: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Key({ label, keys, onClick, children }: KeyProps) {
  return (
    <Tooltip label={`${label} (${keys})`}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
