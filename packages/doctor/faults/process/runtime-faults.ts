import type { Fault } from "../fault.ts";
import { C } from "./c-program.ts";

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
  {
    id: "node-error-swallowed",
    cause: "swallowed-error",
    files: {
      "server.js":
        "function migrate() { throw new Error('relation accounts already exists'); }\nfunction main() {\n  try { migrate(); } catch { process.exitCode = 1; return; }\n  require('http').createServer().listen(41090, '127.0.0.1');\n}\nmain();\n",
    },
    argv: ["node", "server.js"],
  },
  {
    // The variable only decides whether the error ends the program: setting it mends nothing.
    id: "node-escape-hatch",
    cause: "swallowed-error",
    files: {
      "server.js":
        "try { null.rows; } catch { if (!process.env.KEEP_GOING) process.exit(1); }\nrequire('http').createServer().listen(41091, '127.0.0.1');\n",
    },
    argv: ["node", "server.js"],
  },
  {
    // A server that was created and not started, because of an error that nobody sees.
    id: "node-error-before-listening",
    cause: "swallowed-error",
    files: {
      "rules.json": '{ "tolerance": 1\n',
      "server.js":
        "const server = require('http').createServer();\nlet rules;\ntry { rules = JSON.parse(require('fs').readFileSync(__dirname + '/rules.json', 'utf8')); } catch {}\nif (rules) server.listen(41092, '127.0.0.1');\n",
    },
    argv: ["node", "server.js"],
  },
  {
    id: "node-module-scope",
    cause: "uncaught-error",
    files: {
      "package.json": '{ "type": "module" }',
      "server.js": "const http = require('http');\nhttp.createServer().listen(41093);\n",
    },
    argv: ["node", "server.js"],
  },
  {
    id: "python-thread",
    cause: "uncaught-error",
    files: {
      "app.py":
        "import threading\n\ndef work():\n    raise ValueError('schema 7 expected, got 6')\n\nworker = threading.Thread(target=work)\nworker.start()\nworker.join()\n",
    },
    argv: ["python3", "app.py"],
  },
];
