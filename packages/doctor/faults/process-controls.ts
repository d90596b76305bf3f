import { control, type Fault } from "./fault.ts";
import { latePort, takenPort } from "./worlds.ts";

/** Healthy programs, and ends that nobody could explain: naming a cause here is false. */
export const processControls: readonly Fault[] = [
  {
    id: "healthy-node",
    cause: control.healthy,
    files: { "server.js": "require('http').createServer((q, r) => r.end('ok')).listen(41101, '127.0.0.1');\n" },
    argv: ["node", "server.js"],
  },
  {
    id: "healthy-node-optional",
    cause: control.healthy,
    files: {
      "server.js":
        "const level = process.env.VERBOSITY || 'info';\nrequire('http').createServer().listen(41102, '127.0.0.1');\n",
    },
    argv: ["node", "server.js"],
  },
  {
    id: "healthy-python",
    cause: control.healthy,
    files: {
      "app.py":
        "import http.server\nhttp.server.HTTPServer(('127.0.0.1', 41103), http.server.SimpleHTTPRequestHandler).serve_forever()\n",
    },
    argv: ["python3", "app.py"],
  },
  {
    id: "healthy-shell",
    cause: control.healthy,
    files: { "start.sh": "#!/bin/sh\nmkdir -p data\nexec sleep 600\n" },
    argv: ["./start.sh"],
  },
  {
    id: "healthy-retrying",
    cause: control.healthy,
    files: {
      "server.js":
        "const net = require('net');\nfunction dial() { net.connect(41104, '127.0.0.1').on('error', () => setTimeout(dial, 200)).on('connect', () => {}); }\ndial();\n",
    },
    argv: ["node", "server.js"],
    world: latePort(41104, 1500),
  },
  {
    id: "healthy-falls-back",
    cause: control.healthy,
    files: {
      "server.js":
        "const s = require('http').createServer();\ns.on('error', () => s.listen(41106, '127.0.0.1'));\ns.listen(41105, '127.0.0.1');\n",
    },
    argv: ["node", "server.js"],
    world: takenPort(41105),
  },
  {
    id: "finished-job-python",
    cause: control.healthy,
    files: {
      "job.py":
        "rows = [str(i) for i in range(1000)]\nopen('report.csv', 'w').write('\\n'.join(rows))\nprint('1000 rows written')\n",
    },
    argv: ["python3", "job.py"],
  },
  {
    id: "finished-job-node",
    cause: control.healthy,
    files: {
      "job.js":
        "const fs = require('fs');\nfs.writeFileSync('out.json', JSON.stringify({ rows: 3 }));\nconsole.log('done');\n",
    },
    argv: ["node", "job.js"],
  },
  {
    id: "finished-job-warns",
    cause: control.healthy,
    files: {
      "job.js":
        "const retries = process.env.RETRIES ?? 3;\nPromise.reject(new Error('cache cold')).catch(() => console.log('cache cold, going on'));\nrequire('fs').writeFileSync('out.txt', String(retries));\nconsole.log('wrote out.txt');\n",
    },
    argv: ["node", "job.js"],
  },
  { id: "ambiguous-exit-three", cause: control.ambiguous, files: { main: "#!/bin/sh\nexit 3\n" }, argv: ["./main"] },
  {
    id: "ambiguous-node",
    cause: control.ambiguous,
    files: { "main.js": "process.exit(4);\n" },
    argv: ["node", "main.js"],
  },
  {
    id: "ambiguous-python",
    cause: control.ambiguous,
    files: { "main.py": "import sys, time\ntime.sleep(0.2)\nsys.exit(5)\n" },
    argv: ["python3", "main.py"],
  },
  {
    id: "ambiguous-c",
    cause: control.ambiguous,
    files: { "main.c": "#include <time.h>\nint main(void) { return time(0) > 0 ? 6 : 0; }" },
    build: [["gcc", "-o", "service", "main.c"]],
    argv: ["./service"],
  },
];

/** Two causes at once: the second shows only after the first is mended. */
export const processDoubles: readonly Fault[] = [
  {
    id: "double-crlf-variable",
    cause: "carriage-return",
    behind: "missing-variable",
    files: { "start.sh": '#!/bin/sh\r\n: "${QUEUE_NAME:?}"\r\nexec sleep 600\r\n' },
    argv: ["./start.sh"],
  },
  {
    id: "double-mode-module",
    cause: "not-executable",
    behind: "missing-module",
    files: { "server.js": "#!/usr/bin/env node\nrequire('left-out-too');\nsetInterval(() => {}, 1000);\n" },
    modes: { "server.js": 0o644 },
    argv: ["./server.js"],
  },
  {
    id: "double-variable-refused",
    cause: "missing-variable",
    behind: "dependency-refused",
    files: {
      "server.js":
        "const key = process.env.API_SIGNING_SECRET;\nif (!key) { console.error('API_SIGNING_SECRET is missing'); process.exit(1); }\nrequire('net').connect(41107, '127.0.0.1').on('connect', () => setInterval(() => {}, 1000)).on('error', () => process.exit(2));\n",
    },
    argv: ["node", "server.js"],
  },
  {
    id: "double-file-input",
    cause: "missing-file",
    behind: "input-ended",
    files: {
      "app.py":
        "import os, sys\nif not os.path.exists('/etc/ledger/settings.conf'):\n    sys.exit(1)\nfor line in sys.stdin:\n    print(line)\nsys.exit(1)\n",
    },
    argv: ["python3", "app.py"],
  },
  {
    id: "double-interpreter-lock",
    cause: "bad-interpreter",
    behind: "lock-held",
    files: {
      start:
        "#!/opt/node/bin/node\nconst fs = require('fs');\nfs.writeFileSync(__dirname + '/run.lock', '1', { flag: 'wx' });\nsetInterval(() => {}, 1000);\n",
      "run.lock": "1",
    },
    argv: ["./start"],
  },
];
