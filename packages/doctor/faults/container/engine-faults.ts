import type { ContainerFault } from "../container-fault.ts";
import { SERVER } from "./http-service.ts";

/** What the engine does to a container: limits, signals, mounts, restarts. */
export const engineFaults: readonly ContainerFault[] = [
  {
    id: "c-memory",
    cause: "memory-limit",
    argv: ["node", "-e", "const b = []; for (;;) b.push(Buffer.alloc(4e6, 1));"],
    host: { Memory: 64 * 2 ** 20, MemorySwap: 64 * 2 ** 20 },
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
    id: "c-capability",
    cause: "not-permitted",
    image: "debian",
    argv: ["sh", "-c", "mount -t tmpfs none /mnt 2>/dev/null || exit 1; exec sleep 600"],
  },
];
