import { detail, has, lastOf, type Cause } from "./cause.ts";

export const portTaken: Cause = {
  id: "port-taken",
  title: "another process owns the port",
  prior: -2,
  raises: {
    "trace.bind-in-use": 11,
    "probe.server-error": 3,
    "output.port-taken": 5,
    "engine.port-allocated": 12,
    "ports.other-owner": 8,
  },
  lowers: {},
  explain: (seen) => {
    const port = detail(
      seen,
      "port",
      "trace.bind-in-use",
      "engine.port-allocated",
      "probe.server-error",
      "output.port-taken",
      "ports.other-owner",
    );
    const owner = detail(seen, "owner", "ports.other-owner");
    const quiet = lastOf(seen, "probe.server-error")?.detail["handled"] === true || !has(seen, "output.port-taken");
    return {
      summary: `Port ${port} is taken${owner === "" ? "" : ` by ${owner}`}${quiet ? ", and the program does not say so" : ""}.`,
      action: `Stop the other owner of port ${port}, or give this program another port.`,
      patch: owner === "" ? `ss -ltnp 'sport = :${port}'` : `# the owner: ${owner}\nss -ltnp 'sport = :${port}'`,
    };
  },
  remedies: () => [{ changes: [{ kind: "ambient", what: "own-network" }] }],
};
