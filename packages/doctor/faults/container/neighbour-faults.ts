import type { ContainerFault } from "../container-fault.ts";
import { heldPort } from "../worlds.ts";
import { CHECK, HEALTH, SERVER } from "./http-service.ts";

/** Other services, ports and health checks. */
export const neighbourFaults: readonly ContainerFault[] = [
  {
    id: "c-dependency-absent",
    cause: "name-not-resolved",
    files: {
      "app/server.js":
        "require('net').connect(5432, 'ledgerdb').on('connect', () => setInterval(() => {}, 1000)).on('error', () => process.exit(1));\n",
    },
    argv: ["node", "/app/server.js"],
    neighbours: [],
  },
  {
    id: "c-dependency-refused",
    cause: "dependency-refused",
    files: {
      "app/server.js":
        "require('net').connect(5432, 'db').on('connect', () => setInterval(() => {}, 1000)).on('error', () => process.exit(1));\n",
    },
    argv: ["node", "/app/server.js"],
    neighbours: [{ alias: "db", argv: ["sleep", "600"] }],
  },
  {
    id: "c-dependency-late",
    cause: "dependency-not-ready",
    files: {
      "app/server.js":
        "require('net').connect(5432, 'db').on('connect', () => setInterval(() => {}, 1000)).on('error', (e) => { console.error(e.message); process.exit(1); });\n",
    },
    argv: ["node", "/app/server.js"],
    policy: "no",
    neighbours: [
      {
        alias: "db",
        argv: [
          "node",
          "-e",
          "process.on('SIGUSR2', () => require('net').createServer().listen(5432)); setInterval(() => {}, 1000)",
        ],
        wokenByEnd: true,
      },
    ],
  },
  {
    id: "c-health-path",
    cause: "health-check-path",
    files: { "app/server.js": SERVER },
    argv: ["node", "/app/server.js"],
    config: HEALTH(CHECK(8080, "/health")),
    settleMs: 2_500,
  },
  {
    id: "c-health-port",
    cause: "health-check-port",
    files: { "app/server.js": SERVER },
    argv: ["node", "/app/server.js"],
    config: HEALTH(CHECK(3000, "/healthz")),
    settleMs: 2_500,
  },
  {
    id: "c-health-tool",
    cause: "health-check-tool",
    files: { "app/server.js": SERVER },
    argv: ["node", "/app/server.js"],
    config: HEALTH("curl -f http://localhost:8080/healthz || exit 1"),
    settleMs: 2_000,
  },
  {
    id: "c-health-early",
    cause: "health-check-too-early",
    files: { "app/server.js": `setTimeout(() => { ${SERVER} }, 4000);\n` },
    argv: ["node", "/app/server.js"],
    config: HEALTH(CHECK(8080, "/healthz")),
    settleMs: 2_500,
  },
  {
    id: "c-port-allocated",
    cause: "port-taken",
    files: { "app/server.js": SERVER },
    argv: ["node", "/app/server.js"],
    policy: "no",
    world: heldPort(41201),
    publishes: { inside: 8080, outside: 41201 },
  },
];
