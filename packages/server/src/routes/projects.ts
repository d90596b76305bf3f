import { createProject, getProject, listProjects, updateProject } from "@recon/api";
import { createProject as create } from "../services/projects/create-project.ts";
import { findProject } from "../services/projects/find-project.ts";
import { listProjects as list } from "../services/projects/list-projects.ts";
import { updateProject as update } from "../services/projects/update-project.ts";
import { handle, type Handler } from "./handler.ts";

export const projectHandlers: readonly Handler[] = [
  handle(listProjects, ({ context, actor, query }) => list(context.store, actor, query)),
  handle(createProject, ({ context, actor, body, write }) =>
    write((store) => create({ ...context, store }, actor, body)),
  ),
  handle(getProject, ({ context, project }) => findProject(context.store, project)),
  handle(updateProject, ({ context, project, body, expectedVersion, write }) =>
    write((store) => update({ ...context, store }, project, { ...body, expectedVersion })),
  ),
];
