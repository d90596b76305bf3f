import { lastOf, type Cause } from "./cause.ts";

export const stopsItself: Cause = {
  id: "stops-itself",
  title: "the program, or a part of it, sends the deadly signal itself",
  prior: -3.5,
  raises: { "trace.signal-from-within": 9 },
  lowers: { "exit.abort": -2 },
  explain: (seen) => ({
    summary: `${lastOf(seen, "trace.signal-from-within")?.text ?? "The signal came from within"}.`,
    action: "Look at the watchdog, supervisor or timeout inside the program or its start script.",
  }),
};
