import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useRef, useState } from "react";
import { Button, Skeleton, Stack, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { commentBreak, getBreakHistory, type RunId } from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { useKeys } from "../../client/keys.ts";
import { client } from "../../client/session.ts";
import { formatAgo } from "../../client/numbers.ts";
import { callKey, queryClient, useCall } from "../../client/use-call.ts";
import { Trouble } from "../../components/trouble.tsx";
import { usePeople } from "./use-people.ts";

const verbs: Readonly<Record<string, string>> = {
  assign: t`changed the assignee`,
  writeOff: t`wrote it off`,
  reopen: t`opened it again`,
  accept: "accepted it",
  reject: t`rejected it`,
  match: t`matched it by hand`,
  split: t`took it apart`,
  undo: t`took the decision back`,
};

/** What was begun to be said about a break outlives a look at another one. */
const drafts = new Map<string, string>();

/** What was decided and said about a break, oldest first, and room for a word of one's own. */
export function BreakHistory({ runId, breakId }: { readonly runId: RunId; readonly breakId: number }) {
  const params = { runId, breakId };
  const found = useCall(getBreakHistory, { params });
  const { mayWork } = usePeople(runId);
  const draft = `${runId} ${breakId}`;
  const [body, setBody] = useState(drafts.get(draft) ?? "");
  const write = (text: string): void => {
    drafts.set(draft, text);
    setBody(text);
  };
  const field = useRef<HTMLTextAreaElement>(null);
  useKeys(t`This break`, mayWork ? [{ keys: "c", does: t`Comment`, run: () => field.current?.focus() }] : []);
  const say = useMutation({
    mutationFn: () => client.call(commentBreak, { params, body: { body } }),
    async onSuccess() {
      write("");
      await queryClient.invalidateQueries({ queryKey: callKey(getBreakHistory, { params }) });
    },
  });
  const entries = [
    ...(found.data?.decisions ?? [])
      .filter(({ verb }) => verb !== "comment")
      .map((one) => ({
        id: one.id,
        at: one.at,
        who: one.actorName,
        what: `${verbs[one.verb] ?? wordOf(one.verb)}${one.undone ? t` (taken back since)` : ""}`,
        text: [one.after?.reasonCode, one.note].filter((part) => part != null && part !== "").join(": "),
      })),
    ...(found.data?.comments ?? []).map((one) => ({
      id: one.id,
      at: one.createdAt,
      who: one.authorName,
      what: "",
      text: one.body,
    })),
  ].sort((a, b) => (a.at < b.at ? -1 : 1));
  return (
    <Stack gap="sm">
      <Text fw={600} size="sm">
        <Trans>History and comments</Trans>
      </Text>
      {found.data === undefined && found.error === null && <Skeleton h={40} />}
      {found.error !== null && <Trouble error={found.error} onRetry={() => void found.refetch()} />}
      {found.data !== undefined && entries.length === 0 && (
        <Text size="sm" c="dimmed">
          <Trans>Nothing was decided or said yet.</Trans>
        </Text>
      )}
      {entries.map(({ id, at, who, what, text }) => (
        <div key={id}>
          <Text size="sm">
            <b>{who}</b> {what}{" "}
            <Text span c="dimmed" size="xs">
              {formatAgo(at)}
            </Text>
          </Text>
          {text !== "" && (
            <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
              {text}
            </Text>
          )}
        </div>
      ))}
      {say.error !== null && <Trouble error={say.error} />}
      {mayWork && (
        <>
          <Textarea
            ref={field}
            aria-label={t`Comment`}
            placeholder={t`Say what you found out`}
            autosize
            minRows={2}
            value={body}
            onChange={(event) => write(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") field.current?.blur();
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && body.trim() !== "") say.mutate();
            }}
          />
          <Button
            variant="default"
            disabled={body.trim() === ""}
            loading={say.isPending}
            onClick={() => say.mutate()}
            style={{ alignSelf: "flex-start" }}
          >
            <Trans>Comment</Trans>
          </Button>
        </>
      )}
    </Stack>
  );
}
