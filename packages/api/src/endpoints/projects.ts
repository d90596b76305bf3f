import { z } from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { ProjectId } from "../ids.ts";
import { listOf, listQuery } from "../list.ts";
import { Project, ProjectDraft, ProjectStatus } from "../project.ts";

const tag = "projects";
const params = z.object({ projectId: ProjectId });
const exampleProject = {
  id: "0197a3c2-4b1e-7d35-9a01-6c1f0e5b2d11",
  name: "Bank and ledger",
  description: "Monthly close",
  status: "active",
  createdAt: "2026-11-25T08:00:00.000Z",
  updatedAt: "2026-11-25T08:00:00.000Z",
  version: 1,
  access: ["project:read", "project:work", "project:manage"],
};

export const listProjects = defineEndpoint({
  id: "listProjects",
  method: "GET",
  path: "/api/projects",
  tag,
  summary: "Projects that the caller may read",
  access: "user",
  query: listQuery(["name", "createdAt"]),
  status: 200,
  response: listOf(Project),
  errors: ["CURSOR_INVALID"],
  example: { response: { items: [exampleProject], nextCursor: null, total: 1 } },
});

export const createProject = defineEndpoint({
  id: "createProject",
  method: "POST",
  path: "/api/projects",
  tag,
  summary: "Create a project",
  access: "projects:create",
  body: ProjectDraft,
  status: 201,
  response: Project,
  creates: true,
  errors: ["NAME_TAKEN"],
  example: { body: { name: "Bank and ledger", description: "Monthly close" }, response: exampleProject },
});

export const getProject = defineEndpoint({
  id: "getProject",
  method: "GET",
  path: "/api/projects/{projectId}",
  tag,
  summary: "One project",
  access: "project:read",
  params,
  status: 200,
  response: Project,
  example: { response: exampleProject },
});

export const updateProject = defineEndpoint({
  id: "updateProject",
  method: "PATCH",
  path: "/api/projects/{projectId}",
  tag,
  summary: "Rename, describe, archive or reopen a project",
  access: "project:manage",
  params,
  body: z
    .strictObject({
      name: ProjectDraft.shape.name,
      description: z.string().trim().max(2000),
      status: ProjectStatus,
    })
    .partial(),
  status: 200,
  response: Project,
  edits: true,
  errors: ["NAME_TAKEN"],
  example: { body: { name: "Bank and ledger 2026" }, response: { ...exampleProject, name: "Bank and ledger 2026" } },
});

export const projectEndpoints = [listProjects, createProject, getProject, updateProject];
