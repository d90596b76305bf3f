import type { ContainerFault } from "./container-fault.ts";
import { CHECK, HEALTH, SERVER } from "./container/http-service.ts";

export const containerControls: readonly ContainerFault[] = [
  { id: "c-healthy", cause: "healthy", files: { "app/server.js": SERVER }, argv: ["node", "/app/server.js"] },
  {
    id: "c-healthy-checked",
    cause: "healthy",
    files: { "app/server.js": SERVER },
    argv: ["node", "/app/server.js"],
    config: HEALTH(CHECK(8080, "/healthz")),
    settleMs: 2_000,
  },
  {
    id: "c-healthy-dependency",
    cause: "healthy",
    files: {
      "app/server.js":
        "require('net').connect(5432, 'db').on('connect', () => setInterval(() => {}, 1000)).on('error', () => process.exit(1));\n",
    },
    argv: ["node", "/app/server.js"],
    policy: "on-failure",
    neighbours: [{ alias: "db", argv: ["node", "-e", "require('net').createServer().listen(5432)"] }],
    settleMs: 4_000,
  },
  {
    id: "c-job-once",
    cause: "healthy",
    files: {
      "app/job.js": "require('fs').writeFileSync('/tmp/report.csv', 'a,b\\n1,2\\n');\nconsole.log('report written');\n",
    },
    argv: ["node", "/app/job.js"],
    policy: "no",
  },
  { id: "c-ambiguous", cause: "cannot-tell", image: "debian", files: { main: "#!/bin/sh\nexit 9\n" }, argv: ["/main"] },
];

export const containerDoubles: readonly ContainerFault[] = [
  {
    id: "c-double-crlf-variable",
    cause: "carriage-return",
    behind: "missing-variable",
    image: "debian",
    files: { "entrypoint.sh": '#!/bin/sh\r\n: "${TENANT_ID:?}"\r\nexec sleep 600\r\n' },
    argv: ["/entrypoint.sh"],
  },
  {
    id: "c-double-variable-readonly",
    cause: "missing-variable",
    behind: "read-only-filesystem",
    files: {
      "app/server.js":
        "if (!process.env.NODE_ID) process.exit(1);\nrequire('fs').writeFileSync('/var/lib/node-id', process.env.NODE_ID);\nsetInterval(() => {}, 1000);\n",
    },
    argv: ["node", "/app/server.js"],
    host: { ReadonlyRootfs: true },
  },
];
