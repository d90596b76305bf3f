import { z } from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { ProjectId, UserId } from "../ids.ts";
import { listOf, listQuery } from "../list.ts";
import { Member, MembershipRole } from "../people.ts";
import { exampleProjectId, exampleUser } from "./examples.ts";

const tag = "members";
const projectParams = z.object({ projectId: ProjectId });
const memberParams = z.object({ projectId: ProjectId, userId: UserId });
const exampleMember = {
  projectId: exampleProjectId,
  userId: exampleUser.id,
  email: exampleUser.email,
  name: exampleUser.name,
  role: "analyst",
  createdAt: "2026-11-25T08:00:00.000Z",
  version: 1,
};

export const listMembers = defineEndpoint({
  id: "listMembers",
  method: "GET",
  path: "/api/projects/{projectId}/members",
  tag,
  summary: "Members of a project",
  description: "Administrators and managers reach every project without being members.",
  access: "project:read",
  params: projectParams,
  query: listQuery(["name", "createdAt"]),
  status: 200,
  response: listOf(Member),
  errors: ["CURSOR_INVALID"],
  example: { response: { items: [exampleMember], nextCursor: null, total: 1 } },
});

export const addMember = defineEndpoint({
  id: "addMember",
  method: "POST",
  path: "/api/projects/{projectId}/members",
  tag,
  summary: "Add a member",
  access: "project:manage",
  params: projectParams,
  body: z.strictObject({ userId: UserId, role: MembershipRole }),
  status: 201,
  response: Member,
  creates: true,
  errors: ["NAME_TAKEN"],
  example: { body: { userId: exampleUser.id, role: "analyst" }, response: exampleMember },
});

export const updateMember = defineEndpoint({
  id: "updateMember",
  method: "PATCH",
  path: "/api/projects/{projectId}/members/{userId}",
  tag,
  summary: "Change a member's role",
  access: "project:manage",
  params: memberParams,
  body: z.strictObject({ role: MembershipRole }),
  status: 200,
  response: Member,
  edits: true,
  example: { body: { role: "viewer" }, response: { ...exampleMember, role: "viewer", version: 2 } },
});

export const removeMember = defineEndpoint({
  id: "removeMember",
  method: "DELETE",
  path: "/api/projects/{projectId}/members/{userId}",
  tag,
  summary: "Remove a member",
  access: "project:manage",
  params: memberParams,
  status: 204,
});

export const memberEndpoints = [listMembers, addMember, updateMember, removeMember];
