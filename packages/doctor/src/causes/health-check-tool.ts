import { lastOf, type Cause } from "./cause.ts";

export const healthCheckTool: Cause = {
  id: "health-check-tool",
  title: "the tool that the health check calls is not in the image",
  prior: -3,
  raises: { "health.tool-missing": 12, "engine.unhealthy": 1 },
  lowers: {},
  explain: (seen) => {
    const found = lastOf(seen, "health.tool-missing");
    return {
      summary: `The health check cannot even run: the tool it calls is not there. It says nothing about the service. ${found?.text ?? ""}.`,
      action: `Install the tool, or check with what the image has.${String(found?.detail["advice"] ?? "") === "" ? "" : ` ${String(found?.detail["advice"])}`}`,
      patch:
        String(found?.detail["patch"] ?? "") || "RUN apt-get update && apt-get install -y --no-install-recommends curl",
    };
  },
};
