import { t } from "@lingui/core/macro";
import type { LinkProps } from "@tanstack/react-router";
import { useMantineColorScheme } from "@mantine/core";
import { listProjects, listRuns, type Project, type Run } from "@recon/api";
import { wordOf } from "../client/api-words.ts";
import { formatInstant } from "../client/numbers.ts";
import { signOut } from "../client/session.ts";
import { queryClient, useCall } from "../client/use-call.ts";

const MOST_OF_A_KIND = 6;
const MOST_RUNS = 40;

interface Named {
  readonly key: string;
  readonly label: string;
  readonly kind: string;
}
/** What can be opened or done. */
export type Found = (Named & { readonly link: LinkProps }) | (Named & { readonly run: () => void });

/** What bears a name like the text, asked of the server; without a text the newest. */
export function useFound(text: string, how: { readonly onKeys: () => void }) {
  const search = text === "" ? {} : { search: text };
  const projects = useCall(listProjects, { query: { limit: MOST_OF_A_KIND, ...search } }, { keepPrevious: true });
  const runs = useCall(listRuns, { query: { limit: MOST_RUNS, ...search } }, { keepPrevious: true });
  const actions = useActions(how).filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()));
  const found: readonly Found[] = [
    ...(projects.data?.items ?? []).map(projectFound),
    ...reconciliationsOf(runs.data?.items ?? []),
    ...(runs.data?.items ?? []).slice(0, MOST_OF_A_KIND).map(runFound),
    ...actions,
  ];
  return { found, isLoading: projects.isPending || runs.isPending };
}

const projectFound = ({ id, name }: Project): Found => ({
  key: id,
  label: name,
  kind: t`project`,
  link: { to: "/projects/$projectId", params: { projectId: id } },
});

const runFound = ({ id, reconciliationName, createdAt, status }: Run): Found => ({
  key: id,
  label: `${reconciliationName}, ${formatInstant(createdAt)}`,
  kind: t`run, ${wordOf(status)}`,
  link: { to: "/runs/$runId", params: { runId: id } },
});

/** Reconciliations that have run, the last one first. */
function reconciliationsOf(runs: readonly Run[]): readonly Found[] {
  const byId = new Map(runs.map(({ reconciliationId, reconciliationName }) => [reconciliationId, reconciliationName]));
  return [...byId].slice(0, MOST_OF_A_KIND).map(([id, label]) => ({
    key: id,
    label,
    kind: t`reconciliation`,
    link: { to: "/reconciliations/$reconciliationId", params: { reconciliationId: id } },
  }));
}

function useActions({ onKeys }: { readonly onKeys: () => void }): readonly Found[] {
  const { setColorScheme } = useMantineColorScheme();
  const action = (label: string, run: () => void): Found => ({ key: label, label, kind: t`action`, run });
  return [
    { key: "home", label: t`Go home`, kind: t`action`, link: { to: "/" } },
    { key: "projects", label: t`Show all projects`, kind: t`action`, link: { to: "/projects" } },
    action(t`Show the keys`, onKeys),
    action(t`Use the light theme`, () => setColorScheme("light")),
    action(t`Use the dark theme`, () => setColorScheme("dark")),
    action(t`Use the theme of the system`, () => setColorScheme("auto")),
    action(t`Sign out`, () => void signOut().then(() => queryClient.clear())),
  ];
}
