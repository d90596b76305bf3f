import type { ContainerFault } from "./container-fault.ts";
import { heldPort } from "./worlds.ts";

const SERVER =
  "require('http').createServer((q, r) => { r.statusCode = q.url === '/healthz' ? 200 : 404; r.end(); }).listen(8080);\n";
const CHECK = (port: number, path: string): string =>
  `node -e "require('http').get('http://127.0.0.1:${port}${path}',r=>process.exit(r.statusCode<400?0:1)).on('error',()=>process.exit(1))"`;
const HEALTH = (test: string, more: Record<string, number> = {}): Record<string, unknown> => ({
  Healthcheck: { Test: ["CMD-SHELL", test], Interval: 4e8, Timeout: 2e9, Retries: 2, ...more },
});

/** Faults of containers, on two base images that a bare machine can make. */
export const containerFaults: readonly ContainerFault[] = [
  {
    id: "c-variable-silent",
    cause: "missing-variable",
    files: { "app/server.js": "if (!process.env.LEDGER_SECRET) process.exit(0);\nsetInterval(() => {}, 1000);\n" },
    argv: ["node", "/app/server.js"],
  },
  {
    id: "c-variable-entrypoint",
    cause: "missing-variable",
    image: "debian",
    files: { "entrypoint.sh": '#!/bin/sh\nset -eu\ntest -n "$BROKER_NAME"\nexec sleep 600\n' },
    argv: ["/entrypoint.sh"],
  },
  {
    id: "c-drained",
    cause: "event-loop-drained",
    files: { "app/server.js": "const app = require('http').createServer();\nmodule.exports = app;\n" },
    argv: ["node", "/app/server.js"],
  },
  { id: "c-input-end", cause: "input-ended", image: "debian", argv: ["bash"] },
  {
    id: "c-carriage-return",
    cause: "carriage-return",
    image: "debian",
    files: { "entrypoint.sh": "#!/bin/bash\r\nexec sleep 600\r\n" },
    argv: ["/entrypoint.sh"],
  },
  {
    id: "c-bad-interpreter",
    cause: "bad-interpreter",
    image: "debian",
    files: { "entrypoint.sh": "#!/usr/bin/env node\nsetInterval(() => {}, 1000);\n" },
    argv: ["/entrypoint.sh"],
  },
  {
    id: "c-not-executable",
    cause: "not-executable",
    image: "debian",
    files: { "entrypoint.sh": "#!/bin/sh\nexec sleep 600\n" },
    modes: { "entrypoint.sh": 0o644 },
    argv: ["/entrypoint.sh"],
  },
  {
    id: "c-missing-command",
    cause: "missing-command",
    image: "debian",
    argv: ["/usr/local/bin/paymentd", "--foreground"],
  },
  {
    id: "c-empty",
    cause: "empty-executable",
    image: "debian",
    files: { "usr/local/bin/service": "" },
    argv: ["/usr/local/bin/service"],
  },
  {
    id: "c-missing-library",
    cause: "missing-library",
    image: "debian",
    files: {
      "src/part.c": "int part(void) { return 1; }",
      "src/main.c": "#include <unistd.h>\nint part(void); int main(void) { part(); for (;;) pause(); }",
    },
    build: [
      [
        "sh",
        "-c",
        "mkdir -p opt/part && gcc -shared -fPIC -Wl,-soname,libpart.so.2 -o opt/part/libpart.so.2 src/part.c && gcc -o service src/main.c opt/part/libpart.so.2",
      ],
    ],
    argv: ["/service"],
  },
  {
    id: "c-missing-loader",
    cause: "missing-loader",
    image: "debian",
    files: { "src/main.c": "#include <unistd.h>\nint main(void) { for (;;) pause(); }" },
    build: [["gcc", "-Wl,--dynamic-linker=/lib/ld-musl-x86_64.so.1", "-o", "service", "src/main.c"]],
    argv: ["/service"],
  },
  { id: "c-bad-user", cause: "bad-user", image: "debian", argv: ["sleep", "600"], config: { User: "ledger" } },
  {
    id: "c-memory",
    cause: "memory-limit",
    argv: ["node", "-e", "const b = []; for (;;) b.push(Buffer.alloc(4e6, 1));"],
    host: { Memory: 64 * 2 ** 20, MemorySwap: 64 * 2 ** 20 },
  },
  {
    id: "c-heap-pid-one",
    cause: "heap-limit",
    files: {
      "app/server.js":
        "const rows = [];\nfor (let i = 0; i < 2e6; i++) rows.push({ i, name: 'row ' + i });\nsetInterval(() => {}, 1000);\n",
    },
    argv: ["node", "--max-old-space-size=24", "/app/server.js"],
  },
  {
    id: "c-segfault",
    cause: "segfault",
    image: "debian",
    files: { "src/main.c": "#include <signal.h>\nint *volatile p; int main(void) { return *p; }" },
    build: [["gcc", "-o", "service", "src/main.c"]],
    argv: ["/service"],
  },
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
  { id: "c-stop-ignored", cause: "stop-ignored", image: "debian", argv: ["sleep", "600"], afterwards: "stop" },
  {
    id: "c-entrypoint-no-exec",
    cause: "entrypoint-without-exec",
    files: {
      "entrypoint.sh": "#!/bin/sh\necho starting\nnode /app/server.js\necho ended\n",
      "app/server.js": "process.on('SIGTERM', () => process.exit(0));\nsetInterval(() => {}, 1000);\n",
    },
    argv: ["/entrypoint.sh"],
    afterwards: "stop",
  },
  {
    id: "c-killed",
    cause: "stopped-from-outside",
    files: { "app/server.js": "setInterval(() => {}, 1000);\n" },
    argv: ["node", "/app/server.js"],
    policy: "no",
    afterwards: "kill",
  },
  {
    id: "c-killed-by-host",
    cause: "stopped-from-outside",
    files: { "app/server.js": "setInterval(() => {}, 1000);\n" },
    argv: ["node", "/app/server.js"],
    policy: "no",
    afterwards: "host-kill",
  },
  {
    id: "c-masked",
    cause: "exit-code-masked",
    image: "debian",
    files: { "entrypoint.sh": "#!/bin/sh\n/worker\nexit 0\n", worker: "#!/bin/sh\nexit 7\n" },
    argv: ["/entrypoint.sh"],
  },
  {
    id: "c-backgrounded",
    cause: "backgrounded",
    files: { "entrypoint.sh": "#!/bin/sh\nnode /app/server.js &\nsleep 0.3\n", "app/server.js": SERVER },
    argv: ["/entrypoint.sh"],
  },
  {
    id: "c-read-only",
    cause: "read-only-filesystem",
    files: {
      "app/server.js": "require('fs').writeFileSync('/var/cache/app.pid', 'x');\nsetInterval(() => {}, 1000);\n",
    },
    argv: ["node", "/app/server.js"],
    host: { ReadonlyRootfs: true },
  },
  {
    id: "c-volume-permission",
    cause: "permission-denied",
    files: {
      "app/server.js":
        "try { require('fs').writeFileSync('/data/ledger.db', 'x'); } catch { process.exit(1); }\nsetInterval(() => {}, 1000);\n",
    },
    argv: ["node", "/app/server.js"],
    config: { User: "1000:1000" },
    volume: { at: "/data" },
  },
  {
    id: "c-open-files",
    cause: "too-many-open-files",
    files: {
      "app/server.js":
        "const fs = require('fs');\ntry { for (let i = 0; i < 300; i++) fs.openSync('/dev/null'); } catch { process.exit(1); }\nsetInterval(() => {}, 1000);\n",
    },
    argv: ["node", "/app/server.js"],
    host: { Ulimits: [{ Name: "nofile", Soft: 64, Hard: 64 }] },
  },
  {
    id: "c-process-limit",
    cause: "process-limit",
    image: "debian",
    files: {
      "src/main.c":
        "#include <unistd.h>\nint main(void) { for (int i = 0; i < 40; i++) { int p = fork(); if (p < 0) return 1; if (p == 0) { for (;;) pause(); } } for (;;) pause(); }",
    },
    build: [["gcc", "-o", "service", "src/main.c"]],
    argv: ["/service"],
    host: { PidsLimit: 20 },
  },
  {
    id: "c-disk-full",
    cause: "disk-full",
    files: {
      "app/server.js":
        "try { require('fs').writeFileSync('/scratch/big', Buffer.alloc(1 << 20)); } catch { process.exit(1); }\nsetInterval(() => {}, 1000);\n",
    },
    argv: ["node", "/app/server.js"],
    host: { Tmpfs: { "/scratch": "size=64k" } },
  },
  {
    id: "c-finished-job",
    cause: "finished-job",
    files: {
      "app/job.js":
        "require('fs').writeFileSync('/tmp/report.csv', 'a,b\\n1,2\\n');\nconsole.log('report written: 1 row');\n",
    },
    argv: ["node", "/app/job.js"],
  },
  {
    id: "c-module",
    cause: "missing-module",
    files: { "app/server.js": "const app = require('left-out-package')();\nsetInterval(() => {}, 1000);\n" },
    argv: ["node", "/app/server.js"],
  },
  {
    id: "c-stale-lock",
    cause: "lock-held",
    files: {
      "app/server.js":
        "const fs = require('fs');\ntry { fs.writeFileSync('/data/service.lock', '1', { flag: 'wx' }); } catch { process.exit(1); }\nsetInterval(() => {}, 1000);\n",
    },
    argv: ["node", "/app/server.js"],
    volume: { at: "/data", files: { "service.lock": "7" } },
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
  {
    id: "c-capability",
    cause: "not-permitted",
    image: "debian",
    argv: ["sh", "-c", "mount -t tmpfs none /mnt 2>/dev/null || exit 1; exec sleep 600"],
  },
  {
    id: "c-stub",
    cause: "stub-binary",
    image: "debian",
    files: { "src/stub.c": "int main(void) { return 0; }" },
    build: [["gcc", "-o", "app/backend", "src/stub.c"]],
    source: {
      "main.c":
        '#include <stdio.h>\n#include <unistd.h>\nint main(void) {\n  fprintf(stderr, "reconciliation backend starting\\n");\n  fprintf(stderr, "listening for requests now\\n");\n  for (;;) pause();\n}\n',
    },
    argv: ["/app/backend"],
  },
];

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
