import { z } from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { Instant } from "../list.ts";

export const createWsTicket = defineEndpoint({
  id: "createWsTicket",
  method: "POST",
  path: "/api/ws-tickets",
  tag: "live",
  summary: "A ticket for one connection to `/ws`",
  description:
    'Good once, for 30 seconds: `/ws?ticket=…`. Then subscribe: `{ op: "subscribe", room: "run:ID", after? }`; every message is a `ServerMessage`. ' +
    "The connection ends when the access token does; take a new ticket, connect, and subscribe with the last `id` seen.",
  access: "user",
  status: 201,
  response: z.object({ ticket: z.string(), expiresAt: Instant }).meta({ id: "WsTicket" }),
  example: { response: { ticket: "6kC0…", expiresAt: "2026-11-25T08:00:30.000Z" } },
});

export const liveEndpoints = [createWsTicket];
