import { lastOf, type Cause } from "./cause.ts";

export const healthCheckPath: Cause = {
  id: "health-check-path",
  title: "the health check asks for a path that the service does not answer",
  prior: -3,
  raises: { "health.wrong-path": 12, "engine.unhealthy": 1 },
  lowers: {},
  explain: (seen) => {
    const found = lastOf(seen, "health.wrong-path");
    return {
      summary: `The service is up; the health check asks for a path that it does not know. ${found?.text ?? ""}.`,
      action: `Point the check at a path that the service answers.${String(found?.detail["advice"] ?? "") === "" ? "" : ` ${String(found?.detail["advice"])}`}`,
      patch:
        String(found?.detail["patch"] ?? "") ||
        'healthcheck: { test: [CMD, curl, -fsS, "http://127.0.0.1:PORT/PATH"] }',
    };
  },
};
