import { t } from "@lingui/core/macro";
import { getRun, listMembers, type ProjectId, type RunId, type UserId } from "@recon/api";
import { useSession } from "../../client/session.ts";
import { useRunAccess } from "../../client/use-access.ts";
import { useCall } from "../../client/use-call.ts";

export interface Person {
  readonly id: UserId;
  readonly name: string;
}

/** Who works on a run: the members of its project, and oneself. */
export interface People {
  readonly me: Person | undefined;
  /** Whether one may decide here. */
  readonly mayWork: boolean;
  /** To whom a break can be given. */
  readonly all: readonly Person[];
  readonly nameOf: (id: string) => string;
}

export function usePeople(runId: RunId): People {
  const session = useSession();
  const run = useCall(getRun, { params: { runId } });
  const projectId = run.data?.projectId ?? ("" as ProjectId);
  const enabled = run.data !== undefined;
  const members = useCall(listMembers, { params: { projectId }, query: { limit: 500 } }, { enabled });
  const me = session.kind === "signedIn" ? { id: session.user.id, name: session.user.name } : undefined;
  const others = (members.data?.items ?? [])
    .filter(({ userId, role }) => userId !== me?.id && role !== "viewer")
    .map(({ userId, name }) => ({ id: userId, name }));
  const all = me === undefined ? others : [me, ...others];
  return {
    me,
    mayWork: useRunAccess(runId).mayWork === true,
    all,
    nameOf: (id) => all.find((person) => person.id === id)?.name ?? t`somebody who left the project`,
  };
}
