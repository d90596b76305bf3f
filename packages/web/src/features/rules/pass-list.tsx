import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useEffect, useRef, useState, type DragEvent, type KeyboardEvent } from "react";
import { ActionIcon, Button, Group, Menu, Stack, Text, VisuallyHidden } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconGripVertical, IconPlus, IconTrash } from "@tabler/icons-react";
import { FaultsAt } from "./faults-at.tsx";
import { textOf } from "./loose-plan.ts";
import { PassForm } from "./pass-form.tsx";
import { newPass, passKinds } from "./pass-kinds.ts";
import type { PlanDraft } from "./use-plan-draft.ts";
import classes from "./plan-editor.module.css";

/** The passes in order; each sees what those before it left. Moved by dragging, by the arrows, or by keys on the handle. */
export function PassList({ draft }: { readonly draft: PlanDraft }) {
  const passes = draft.plan?.passes ?? [];
  const list = useRef<HTMLOListElement>(null);
  const [dragged, setDragged] = useState<number>();
  const [over, setOver] = useState<number>();
  const [said, setSaid] = useState("");
  const [focusOn, setFocusOn] = useState<number>();
  useEffect(() => {
    if (focusOn === undefined) return;
    list.current?.querySelector<HTMLButtonElement>(`[data-handle="${focusOn}"]`)?.focus();
    setFocusOn(undefined);
  }, [focusOn]);
  const nameOf = (i: number): string => textOf(passes[i]?.["name"]) || t`pass ${i + 1}`;
  const move = (from: number, to: number): void => {
    if (to < 0 || to >= passes.length || from === to) return;
    draft.edit({ kind: "move", path: ["passes"], from, to });
    setSaid(t`${nameOf(from)} is now ${to + 1} of ${passes.length}.`);
  };
  const drop = (event: DragEvent, to: number): void => {
    event.preventDefault();
    if (dragged !== undefined) move(dragged, to);
    setDragged(undefined);
    setOver(undefined);
  };
  const keyed = (event: KeyboardEvent, i: number): void => {
    const to = event.key === "ArrowUp" ? i - 1 : event.key === "ArrowDown" ? i + 1 : undefined;
    if (to === undefined) return;
    event.preventDefault();
    move(i, to);
    if (to >= 0 && to < passes.length) setFocusOn(to);
  };
  return (
    <Stack gap="sm">
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      <ol className={classes.passes} ref={list} aria-label={t`Passes`}>
        {passes.map((pass, i) => (
          <li
            // Names change while they are typed; the place is what stays.
            key={i}
            className={classes.pass}
            aria-label={t`Pass ${nameOf(i)}`}
            data-over={over === i && dragged !== i}
            onDragOver={(event) => {
              if (dragged === undefined) return;
              event.preventDefault();
              setOver(i);
            }}
            onDrop={(event) => drop(event, i)}
          >
            <Group gap="xs" wrap="nowrap" align="center">
              <button
                type="button"
                className={classes.handle}
                data-handle={i}
                draggable
                aria-label={t`Move ${nameOf(i)}, now ${i + 1} of ${passes.length}: arrow keys, or drag`}
                onDragStart={(event) => {
                  event.dataTransfer.effectAllowed = "move";
                  event.dataTransfer.setData("text/plain", nameOf(i));
                  setDragged(i);
                }}
                onDragEnd={() => {
                  setDragged(undefined);
                  setOver(undefined);
                }}
                onKeyDown={(event) => keyed(event, i)}
              >
                <IconGripVertical size={16} aria-hidden />
              </button>
              <Text fw={600} flex={1} truncate>
                {i + 1}. {nameOf(i)}
              </Text>
              <ActionIcon
                variant="subtle"
                color="gray"
                className={classes.mover ?? ""}
                disabled={i === 0}
                aria-label={t`Move ${nameOf(i)} up`}
                onClick={() => move(i, i - 1)}
              >
                <IconArrowUp size={16} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                className={classes.mover ?? ""}
                disabled={i === passes.length - 1}
                aria-label={t`Move ${nameOf(i)} down`}
                onClick={() => move(i, i + 1)}
              >
                <IconArrowDown size={16} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t`Remove ${nameOf(i)}`}
                onClick={() => draft.edit({ kind: "remove", path: ["passes", i] })}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </Group>
            {draft.comments[`passes[${i}]`] !== undefined && (
              <Text size="xs" c="dimmed">
                {draft.comments[`passes[${i}]`]}
              </Text>
            )}
            <PassForm pass={pass} index={i} draft={draft} />
            <FaultsAt faults={draft.faults} path={`passes[${i}]`} />
          </li>
        ))}
      </ol>
      <Menu position="bottom-start" width={320}>
        <Menu.Target>
          <Button variant="default" size="xs" leftSection={<IconPlus size={14} />} w="fit-content">
            <Trans>Add a pass</Trans>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {passKinds.map(({ kind, label, hint }) => (
            <Menu.Item
              key={kind}
              onClick={() =>
                draft.edit({ kind: "set", path: ["passes", passes.length], value: newPass(kind, draft.plan) })
              }
            >
              {label}
              <Text size="xs" c="dimmed">
                {hint}
              </Text>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Stack>
  );
}
