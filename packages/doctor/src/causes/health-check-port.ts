import { lastOf, type Cause } from "./cause.ts";

export const healthCheckPort: Cause = {
  id: "health-check-port",
  title: "the health check asks at a port where the service does not listen",
  prior: -3,
  raises: { "health.wrong-port": 12, "engine.unhealthy": 1 },
  lowers: {},
  explain: (seen) => {
    const found = lastOf(seen, "health.wrong-port");
    return {
      summary: `The service is up on another port than the health check asks at. ${found?.text ?? ""}.`,
      action: `Point the check at the port that the service listens on.${String(found?.detail["advice"] ?? "") === "" ? "" : ` ${String(found?.detail["advice"])}`}`,
      patch:
        String(found?.detail["patch"] ?? "") || 'healthcheck: { test: [CMD, curl, -fsS, "http://127.0.0.1:PORT/"] }',
    };
  },
};
