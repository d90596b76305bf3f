import type { Fault } from "../fault.ts";

/** Programs of Node, Python and others that end by what their runtime does. */
export const runtimeFaults: readonly Fault[] = [
  {
    id: "node-never-listened",
    cause: "event-loop-drained",
    files: {
      "server.js":
        "const http = require('http');\nconst server = http.createServer((q, r) => r.end('ok'));\nasync function main() { await null; return server; }\nmain();\n",
    },
    argv: ["node", "server.js"],
  },
  {
    id: "node-unsettled-await",
    cause: "unsettled-await",
    files: {
      "server.mjs":
        "import { createServer } from 'node:http';\nconst server = createServer();\nawait new Promise((resolve) => server.once('ready', resolve));\nserver.listen(41004);\n",
    },
    argv: ["node", "server.mjs"],
  },
  {
    id: "node-input-end",
    cause: "input-ended",
    files: {
      "server.js":
        "require('http').createServer().listen(41005, '127.0.0.1');\nprocess.stdin.on('end', () => process.exit(0)).resume();\n",
    },
    argv: ["node", "server.js"],
  },
  {
    id: "python-input-end",
    cause: "input-ended",
    files: { "app.py": "import sys\nfor line in sys.stdin:\n    print(line)\n" },
    argv: ["python3", "app.py"],
  },
  {
    id: "shell-input-end",
    cause: "input-ended",
    argv: ["sh"],
  },
  {
    id: "node-rejection-unhandled",
    cause: "unhandled-rejection",
    files: {
      "server.js":
        "async function connect() { throw new Error('handshake went wrong'); }\nconnect();\nsetInterval(() => {}, 1000);\n",
    },
    argv: ["node", "server.js"],
  },
  {
    id: "node-rejection-swallowed",
    cause: "swallowed-rejection",
    files: {
      "server.js":
        "async function start() { await migrate(); require('http').createServer().listen(41006); }\nasync function migrate() { throw new Error('schema version 7 is unknown'); }\nstart().catch(() => {});\n",
    },
    argv: ["node", "server.js"],
  },
  {
    id: "node-output-lost",
    cause: "output-lost",
    files: {
      "server.js":
        "const { Writable } = require('stream');\nconst log = new Writable({ write(chunk, _, done) { setTimeout(() => { process.stderr.write(chunk); done(); }, 200); } });\nlog.write('starting\\n');\nlog.write('ledger file is corrupt at block 9\\n');\nprocess.exit(1);\n",
    },
    argv: ["node", "server.js"],
  },
  {
    id: "c-output-lost",
    cause: "output-lost",
    ...C(
      `#include <stdio.h>\n#include <unistd.h>\nint main(void) { printf("replica is ahead of primary, giving up\\n"); _exit(3); }`,
    ),
    argv: ["./service"],
  },
  {
    id: "rust-panic",
    cause: "uncaught-error",
    files: {
      "main.rs":
        'fn main() { let table: Vec<u8> = Vec::new(); eprintln!("loading"); let first = table.get(std::env::args().count()).expect("routing table is empty"); println!("{first}"); }\n',
    },
    build: [["rustc", "-o", "service", "main.rs"]],
    argv: ["./service"],
  },
  {
    id: "python-traceback",
    cause: "uncaught-error",
    files: { "app.py": "rates = {}\ndef start():\n    return 100 / len(rates)\nstart()\n" },
    argv: ["python3", "app.py"],
  },
  {
    id: "node-type-error",
    cause: "uncaught-error",
    files: { "server.js": "const config = {};\nrequire('http').createServer().listen(config.http.port);\n" },
    argv: ["node", "server.js"],
  },
  {
    id: "node-module",
    cause: "missing-module",
    files: {
      "server.js": "const app = require('left-out-package')();\napp.listen(41012);\nsetInterval(() => {}, 1000);\n",
    },
    argv: ["node", "server.js"],
  },
  {
    id: "python-module",
    cause: "missing-module",
    files: { "app.py": "import time\nimport left_out_module\nwhile True: time.sleep(1)\n" },
    argv: ["python3", "app.py"],
  },
  {
    id: "heap-limit",
    cause: "heap-limit",
    files: {
      "server.js":
        "const rows = [];\nfor (let i = 0; i < 2e6; i++) rows.push({ i, name: 'row ' + i });\nsetInterval(() => {}, 1000);\n",
    },
    argv: ["node", "--max-old-space-size=24", "server.js"],
  },
];
