import { getSystem, listJobs } from "@recon/api";
import { describeSystem, listJobs as list } from "../services/system/system.ts";
import { handle, type Handler } from "./handler.ts";

export const systemHandlers: readonly Handler[] = [
  handle(getSystem, ({ context }) => describeSystem(context)),
  handle(listJobs, ({ context, query }) => list(context.store, query)),
];
