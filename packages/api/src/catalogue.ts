import type { Endpoint } from "./endpoint.ts";
import { authEndpoints } from "./endpoints/auth.ts";
import { healthEndpoints } from "./endpoints/health.ts";
import { projectEndpoints } from "./endpoints/projects.ts";

/** Every call of the API. The server refuses to start while one of them lacks a handler. */
export const catalogue: readonly Endpoint[] = [...authEndpoints, ...healthEndpoints, ...projectEndpoints];
