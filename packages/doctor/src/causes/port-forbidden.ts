import { detail, servicePatch, type Cause } from "./cause.ts";

export const portForbidden: Cause = {
  id: "port-forbidden",
  title: "the program may not use that port",
  prior: -3,
  raises: { "trace.bind-denied": 11 },
  lowers: {},
  explain: (seen) => {
    const port = detail(seen, "port", "trace.bind-denied");
    return {
      summary: `Port ${port} is reserved for the privileged, and the program runs without that right.`,
      action: "Listen on a port from 1024 up and publish it, or give the capability NET_BIND_SERVICE.",
      patch: servicePatch(
        seen,
        ["cap_add: [NET_BIND_SERVICE]"],
        "setcap cap_net_bind_service=+ep PROGRAM   # or: sysctl net.ipv4.ip_unprivileged_port_start",
      ),
    };
  },
  remedies: () => [{ changes: [{ kind: "all-capabilities" }] }, { changes: [{ kind: "user", user: "0" }] }],
};
