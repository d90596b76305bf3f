import { lastOf, type Cause } from "./cause.ts";

export const healthCheckSlow: Cause = {
  id: "health-check-slow",
  title: "the health check runs into its own time limit",
  prior: -3,
  raises: { "health.times-out": 12, "engine.unhealthy": 1 },
  lowers: {},
  explain: (seen) => {
    const found = lastOf(seen, "health.times-out");
    return {
      summary: `The health check does not finish within its time limit. ${found?.text ?? ""}.`,
      action: `Raise the time limit of the check, or make what it asks for cheaper.${String(found?.detail["advice"] ?? "") === "" ? "" : ` ${String(found?.detail["advice"])}`}`,
      patch: String(found?.detail["patch"] ?? "") || "healthcheck: { timeout: 10s }",
    };
  },
};
