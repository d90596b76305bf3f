import type { Fault } from "../fault.ts";
import { C, C_SERVER } from "./c-program.ts";

/** Variables of the environment that are missing or wrong. */
export const variableFaults: readonly Fault[] = [
  {
    id: "node-variable-silent",
    cause: "missing-variable",
    files: {
      "server.js":
        "const http = require('http');\nconst key = process.env.SIGNING_KEY;\nif (!key) process.exit(1);\nhttp.createServer((q, r) => r.end(key)).listen(41001, '127.0.0.1');\n",
    },
    argv: ["node", "server.js"],
  },
  {
    id: "node-variable-zero",
    cause: "missing-variable",
    files: {
      "config.js": "exports.load = () => ({ tenant: process.env.TENANT_NAME, debug: process.env.DEBUG_MODE });\n",
      "server.js":
        "const c = require('./config').load();\nif (c.tenant === undefined) { process.exit(0); }\nrequire('http').createServer().listen(41002, '127.0.0.1');\n",
    },
    argv: ["node", "server.js"],
  },
  {
    id: "node-variable-said",
    cause: "missing-variable",
    files: {
      "server.js":
        "if (!process.env.BILLING_URL) { console.error('fatal: BILLING_URL is required'); process.exit(78); }\nsetInterval(() => {}, 1000);\n",
    },
    argv: ["node", "server.js"],
  },
  {
    id: "c-variable-unflushed",
    cause: "missing-variable",
    ...C(
      `${C_SERVER}int main(void) { if (!getenv("STORE_DSN")) { printf("STORE_DSN must be set\\n"); _exit(1); } return serve(41003); }`,
    ),
    argv: ["./service"],
  },
  {
    id: "python-variable",
    cause: "missing-variable",
    files: { "app.py": "import os, time\ntoken = os.environ['UPSTREAM_TOKEN']\nwhile True: time.sleep(1)\n" },
    argv: ["python3", "app.py"],
  },
  {
    id: "python-variable-silent",
    cause: "missing-variable",
    files: {
      "app.py": "import os, sys, time\nif not os.getenv('REGION_NAME'):\n    sys.exit(0)\nwhile True: time.sleep(1)\n",
    },
    argv: ["python3", "app.py"],
  },
  {
    id: "shell-variable",
    cause: "missing-variable",
    files: { "start.sh": '#!/bin/sh\n: "${CACHE_HOST:?}"\nexec sleep 600\n' },
    argv: ["./start.sh"],
  },
  {
    id: "shell-variable-silent",
    cause: "missing-variable",
    files: { "start.sh": '#!/bin/sh\nif [ -z "$LICENCE_ID" ]; then exit 0; fi\nexec sleep 600\n' },
    argv: ["./start.sh"],
  },
  {
    id: "rust-variable",
    cause: "missing-variable",
    files: {
      "main.rs":
        'fn main() { if std::env::var("LEDGER_KEY").is_err() { std::process::exit(0); } loop { std::thread::sleep(std::time::Duration::from_secs(1)); } }\n',
    },
    build: [["rustc", "-O", "-o", "service", "main.rs"]],
    argv: ["./service"],
  },
  {
    id: "node-variable-invalid",
    cause: "invalid-variable",
    files: {
      "server.js":
        "const n = Number(process.env.POOL_SIZE);\nif (!Number.isInteger(n)) { console.error('POOL_SIZE: invalid value, expected a whole number'); process.exit(1); }\nsetInterval(() => {}, 1000);\n",
    },
    argv: ["node", "server.js"],
    environment: { POOL_SIZE: "many" },
  },
  {
    // A cache that may be absent refuses first; what ends the program is asked for afterwards.
    id: "variable-behind-optional-cache",
    cause: "missing-variable",
    files: {
      "server.js":
        "const cache = require('net').connect(41094, '127.0.0.1');\ncache.on('error', () => setTimeout(start, 200));\ncache.on('data', start);\nfunction start() {\n  if (!process.env.TOKEN_KEY) process.exit(5);\n  require('http').createServer().listen(41095, '127.0.0.1');\n}\n",
    },
    argv: ["node", "server.js"],
  },
];
