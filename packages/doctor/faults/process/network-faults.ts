import type { Fault } from "../fault.ts";
import { portAfter, takenPort, refusingPort } from "../worlds.ts";
import { C, C_SERVER } from "./c-program.ts";

/** Ports, addresses, names and services that a program depends on. */
export const networkFaults: readonly Fault[] = [
  {
    id: "port-taken-loud",
    cause: "port-taken",
    files: { "server.js": "require('http').createServer().listen(41013, '127.0.0.1');\n" },
    argv: ["node", "server.js"],
    world: takenPort(41013),
  },
  {
    id: "port-taken-silent",
    cause: "port-taken",
    files: {
      "server.js":
        "const s = require('http').createServer();\ns.on('error', () => {});\ns.listen(41014, '127.0.0.1');\n",
    },
    argv: ["node", "server.js"],
    world: takenPort(41014),
  },
  {
    id: "port-taken-c",
    cause: "port-taken",
    ...C(`${C_SERVER}int main(void) { return serve(41015) ? 0 : 1; }`),
    argv: ["./service"],
    world: takenPort(41015),
  },
  {
    id: "port-forbidden",
    cause: "port-forbidden",
    files: { "server.js": "require('http').createServer().listen(81, '127.0.0.1');\n" },
    argv: [
      "setpriv",
      "--reuid=65534",
      "--regid=65534",
      "--clear-groups",
      "--inh-caps=-all",
      "--bounding-set=-all",
      "node",
      "server.js",
    ],
    needsRoot: true,
  },
  {
    id: "address-unavailable",
    cause: "address-unavailable",
    files: { "server.js": "require('http').createServer().listen(41016, process.env.LISTEN_ADDRESS);\n" },
    argv: ["node", "server.js"],
    environment: { LISTEN_ADDRESS: "203.0.113.7" },
  },
  {
    id: "dependency-refused",
    cause: "dependency-refused",
    files: {
      "server.js":
        "const net = require('net');\nnet.connect(41017, '127.0.0.1').on('connect', () => setInterval(() => {}, 1000)).on('error', () => process.exit(1));\n",
    },
    argv: ["node", "server.js"],
  },
  {
    id: "dependency-refused-python",
    cause: "dependency-refused",
    files: {
      "app.py":
        "import socket, sys, time\ntry:\n    s = socket.create_connection(('127.0.0.1', 41018), timeout=2)\nexcept OSError:\n    sys.exit(0)\nwhile True: time.sleep(1)\n",
    },
    argv: ["python3", "app.py"],
  },
  {
    id: "dependency-not-ready",
    cause: "dependency-not-ready",
    files: {
      "app.py": "import socket, time\ns = socket.create_connection(('127.0.0.1', 41019))\nwhile True: time.sleep(1)\n",
    },
    argv: ["python3", "app.py", "--late-41019"],
    world: portAfter(41019, "--late-41019"),
  },
  {
    id: "missing-socket",
    cause: "dependency-refused",
    files: {
      "app.py":
        "import socket, time\ns = socket.socket(socket.AF_UNIX)\ns.connect('/run/ledger-backend/ledger.sock')\nwhile True: time.sleep(1)\n",
    },
    argv: ["python3", "app.py"],
  },
  {
    id: "name-not-resolved",
    cause: "name-not-resolved",
    files: {
      "server.js":
        "require('net').connect(5432, 'ledger-db.invalid').on('connect', () => setInterval(() => {}, 1000)).on('error', () => process.exit(1));\n",
    },
    argv: ["node", "server.js"],
  },
  {
    id: "answer-refused",
    cause: "answer-refused",
    files: {
      "server.js":
        "const store = require('net').connect(41096, '127.0.0.1');\nstore.write('login recon\\n');\nstore.on('data', (answer) => { if (String(answer).startsWith('E')) process.exit(2); });\n",
    },
    argv: ["node", "server.js"],
    world: refusingPort(41096),
  },
];
