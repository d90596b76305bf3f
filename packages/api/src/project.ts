import { z } from "zod";
import { ProjectId } from "./ids.ts";
import { Instant, Version } from "./list.ts";

export const ProjectStatus = z.enum(["active", "archived"]);
export type ProjectStatus = z.infer<typeof ProjectStatus>;

export const Project = z
  .object({
    id: ProjectId,
    name: z.string(),
    description: z.string(),
    status: ProjectStatus,
    createdAt: Instant,
    updatedAt: Instant,
    version: Version,
    /** What the caller may do here. */
    access: z.array(z.enum(["project:read", "project:work", "project:manage"])),
  })
  .meta({ id: "Project" });
export type Project = z.infer<typeof Project>;

export const ProjectDraft = z
  .strictObject({
    name: z.string().trim().min(1).max(120),
    description: z.string().trim().max(2000).default(""),
  })
  .meta({ id: "ProjectDraft" });
export type ProjectDraft = z.infer<typeof ProjectDraft>;
