import { createWsTicket } from "@recon/api";
import { issueTicket } from "../events/ws-ticket.ts";
import { handle, type Handler } from "./handler.ts";

export const liveHandlers: readonly Handler[] = [
  handle(createWsTicket, ({ context, actor, write }) => write((store) => issueTicket({ ...context, store }, actor))),
];
