import { addMember, listMembers, removeMember, updateMember } from "@recon/api";
import {
  addMember as add,
  removeMember as remove,
  updateMember as update,
} from "../services/members/change-members.ts";
import { listMembers as list } from "../services/members/list-members.ts";
import { handle, type Handler } from "./handler.ts";

export const memberHandlers: readonly Handler[] = [
  handle(listMembers, ({ context, project, query }) => list(context.store, project.id, query)),
  handle(addMember, ({ context, project, body, write }) =>
    write((store) => add({ ...context, store }, { projectId: project.id, userId: body.userId }, body.role)),
  ),
  handle(updateMember, ({ context, params, body, expectedVersion, write }) =>
    write((store) => update({ ...context, store }, params, { ...body, expectedVersion })),
  ),
  handle(removeMember, ({ context, params, write }) => write((store) => remove({ ...context, store }, params))),
];
