import { z } from "zod";

/** A UUIDv7 in text, branded so that a run's id cannot pass for a project's. */
function idOf<Brand extends string>(brand: Brand) {
  return z
    .uuid()
    .describe(`UUIDv7 of a ${brand.slice(0, -2).toLowerCase()}.`)
    .brand<Brand>();
}

export const UserId = idOf("UserId");
export type UserId = z.infer<typeof UserId>;
export const SessionId = idOf("SessionId");
export type SessionId = z.infer<typeof SessionId>;
export const ProjectId = idOf("ProjectId");
export type ProjectId = z.infer<typeof ProjectId>;
export const UploadId = idOf("UploadId");
export type UploadId = z.infer<typeof UploadId>;
export const SourceId = idOf("SourceId");
export type SourceId = z.infer<typeof SourceId>;
export const ReconciliationId = idOf("ReconciliationId");
export type ReconciliationId = z.infer<typeof ReconciliationId>;
export const PlanVersionId = idOf("PlanVersionId");
export type PlanVersionId = z.infer<typeof PlanVersionId>;
export const RunId = idOf("RunId");
export type RunId = z.infer<typeof RunId>;
export const JobId = idOf("JobId");
export type JobId = z.infer<typeof JobId>;
export const NotificationId = idOf("NotificationId");
export type NotificationId = z.infer<typeof NotificationId>;
