/** The one vocabulary of live events: the server sends it, the web application and the tests read it. */
import { z } from "zod";
import { NotificationId, ProjectId, ReconciliationId, RunId, SourceId, UserId } from "./ids.ts";
import { Instant } from "./list.ts";

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

/** What one can listen to: a project with all that happens in it, one run, or what concerns a person. */
export const Room = z
  .string()
  .regex(new RegExp(`^(project|run|user):${uuid}$`))
  .describe("`project:ID`, `run:ID` or `user:ID`.");
export type Room = z.infer<typeof Room>;

const RunSubject = z.object({
  runId: RunId,
  projectId: ProjectId,
  reconciliationId: ReconciliationId,
  mode: z.enum(["full", "preview"]),
});

/** Where a run stands. Figures are those of the stage. */
export const RunProgress = z
  .object({
    stage: z.string().describe("What the engine is doing, in words."),
    rows: z.int().min(0).describe("Rows that this stage has gone through."),
    totalRows: z.int().min(0).describe("Rows that this stage has to go through, as far as known; else 0."),
    rowsPerSecond: z.int().min(0).describe("Over the stage so far."),
    remainingS: z.number().min(0).nullable().describe("Seconds left in this stage; null when it cannot be told."),
  })
  .meta({ id: "RunProgress" });
export type RunProgress = z.infer<typeof RunProgress>;

const Fault = z.object({ code: z.string(), detail: z.string() });

/** Data of each type of event. */
export const eventData = {
  "run.queued": RunSubject,
  "run.started": RunSubject.extend({ attempt: z.int().min(1) }),
  "run.progress": RunProgress,
  "run.completed": RunSubject.extend({
    balanced: z.boolean(),
    isClean: z.boolean().describe("Every record matched or excluded."),
    elapsedMs: z.int().min(0),
  }),
  "run.failed": RunSubject.extend({ problem: Fault }),
  "run.cancelled": RunSubject,
  "run.changed": RunSubject.extend({
    what: z.enum(["verified", "deleted"]).describe("A verification has ended; the run or its result set is gone."),
  }),
  "source.changed": z.object({
    sourceId: SourceId,
    projectId: ProjectId,
    status: z.enum(["processing", "ready", "failed", "deleted"]),
  }),
  "review.changed": z.object({
    runId: RunId,
    projectId: ProjectId,
    items: z.array(z.string()).describe("Ids of the review items; empty when too many to list: reload."),
  }),
  "presence.changed": z.object({ users: z.array(z.object({ userId: UserId, name: z.string() })) }),
  "notification.created": z.object({ notificationId: NotificationId, title: z.string() }),
} as const;

/** What a connection is told about its own subscriptions. */
export const streamData = {
  "stream.subscribed": z.object({}).describe("Everything after `id` follows; what `after` asked for comes first."),
  "stream.reset": z.object({}).describe("The replay is impossible: load the present state, then go on from `id`."),
  "stream.refused": z.object({ code: z.string(), detail: z.string() }).describe("The room is not yours to listen to."),
} as const;

export type EventType = keyof typeof eventData;
export type EventData<T extends EventType> = z.input<(typeof eventData)[T]>;
/** An event before it is written: the store gives it its place in the room. */
export type EventDraft = { readonly [T in EventType]: { room: Room; type: T; data: EventData<T> } }[EventType];

const everyData = { ...eventData, ...streamData };
type MessageType = keyof typeof everyData;

const messageOf = <T extends MessageType>(type: T) =>
  z.object({
    id: z.int().min(0).describe("Place in the room: grows by one with each event, in the order of their commits."),
    at: Instant,
    room: Room,
    type: z.literal(type),
    data: everyData[type],
  });

/** Everything that the server sends over `/ws`. */
export const ServerMessage = z
  .discriminatedUnion("type", [
    messageOf("run.queued"),
    messageOf("run.started"),
    messageOf("run.progress"),
    messageOf("run.completed"),
    messageOf("run.failed"),
    messageOf("run.cancelled"),
    messageOf("run.changed"),
    messageOf("source.changed"),
    messageOf("review.changed"),
    messageOf("presence.changed"),
    messageOf("notification.created"),
    messageOf("stream.subscribed"),
    messageOf("stream.reset"),
    messageOf("stream.refused"),
  ])
  .meta({ id: "ServerMessage" });
export type ServerMessage = z.infer<typeof ServerMessage>;

/** Everything that a client sends over `/ws`. */
export const ClientMessage = z
  .discriminatedUnion("op", [
    z.strictObject({
      op: z.literal("subscribe"),
      room: Room,
      after: z.int().min(0).optional().describe("The last `id` seen in the room: what came after it is sent first."),
    }),
    z.strictObject({ op: z.literal("unsubscribe"), room: Room }),
  ])
  .meta({ id: "ClientMessage" });
export type ClientMessage = z.infer<typeof ClientMessage>;

/** How the server closes a connection on purpose. */
export const closeCodes = {
  tokenExpired: 4401,
  accessEnded: 4403,
  tooSlow: 4408,
  messageInvalid: 4400,
  stopping: 1001,
} as const;
