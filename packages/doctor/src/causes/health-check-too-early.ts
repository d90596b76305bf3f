import { lastOf, type Cause } from "./cause.ts";

export const healthCheckTooEarly: Cause = {
  id: "health-check-too-early",
  title: "the health check gives up before the service is ready",
  prior: -3,
  raises: { "health.too-early": 12, "engine.unhealthy": 1 },
  lowers: {},
  explain: (seen) => {
    const found = lastOf(seen, "health.too-early");
    return {
      summary: `The service becomes ready later than the health check is willing to wait. ${found?.text ?? ""}.`,
      action: `Give the check a start period that covers the start-up.${String(found?.detail["advice"] ?? "") === "" ? "" : ` ${String(found?.detail["advice"])}`}`,
      patch: String(found?.detail["patch"] ?? "") || "healthcheck: { start_period: 60s }",
    };
  },
};
