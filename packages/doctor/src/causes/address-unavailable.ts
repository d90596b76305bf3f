import { detail, lastOf, type Cause } from "./cause.ts";

export const addressUnavailable: Cause = {
  id: "address-unavailable",
  title: "the address to listen on is not one of this machine's",
  prior: -3,
  raises: { "trace.bind-unavailable": 10 },
  lowers: { "trace.listened": -5 },
  explain: (seen) => {
    const address = detail(seen, "address", "trace.bind-unavailable");
    return {
      summary: `The program wants to listen on ${address}, which no interface here has.`,
      action: "Listen on 0.0.0.0 (or 127.0.0.1), and let port publishing decide who reaches it.",
    };
  },
  remedies: (seen) => {
    const { address, port } = lastOf(seen, "trace.bind-unavailable")?.detail ?? {};
    const names = Object.entries(seen.subject.environment).filter(([, value]) => value.includes(String(address)));
    const [name, value] = names[0] ?? [];
    if (name !== undefined && value !== undefined)
      return [{ changes: [{ kind: "set-variable", name, value: value.replace(String(address), "127.0.0.1") }] }];
    return typeof port === "number" && address !== ""
      ? [{ changes: [{ kind: "local-address", address: String(address) }] }]
      : [];
  },
};
