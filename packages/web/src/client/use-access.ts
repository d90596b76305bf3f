import { getProject, getRun, type Project, type ProjectId, type RunId } from "@recon/api";
import { useCall } from "./use-call.ts";

type ProjectAccess = Project["access"][number];

export interface Access {
  /** Undefined until the server has said what the person may do here. */
  readonly mayWork: boolean | undefined;
  readonly mayManage: boolean | undefined;
}

/** What the person may do in a project: the server's word, by their role and their membership there. */
export function useProjectAccess(projectId: ProjectId | undefined): Access {
  const project = useCall(
    getProject,
    { params: { projectId: projectId ?? ("" as ProjectId) } },
    { enabled: projectId !== undefined },
  ).data;
  const may = (access: ProjectAccess): boolean | undefined => project?.access.includes(access);
  return { mayWork: project?.status === "archived" ? false : may("project:work"), mayManage: may("project:manage") };
}

/** What the person may do about a run. */
export function useRunAccess(runId: RunId): Access {
  return useProjectAccess(useCall(getRun, { params: { runId } }).data?.projectId);
}
