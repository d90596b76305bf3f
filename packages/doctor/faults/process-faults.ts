import type { Fault } from "./fault.ts";
import { killer, mounted, portAfter, takenPort } from "./worlds.ts";

const C = (source: string, ...flags: string[]): Pick<Fault, "files" | "build"> => ({
  files: { "main.c": source },
  build: [["gcc", "-O1", "-o", "service", "main.c", ...flags]],
});

const C_SERVER = `
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/socket.h>
#include <netinet/in.h>
static int serve(int port) {
  int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
  struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0) return 1;
  listen(fd, 8);
  for (;;) { int c = accept(fd, 0, 0); if (c >= 0) close(c); }
}
`;

/** Faults of programs on this machine, without any container. */
export const processFaults: readonly Fault[] = [
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
    id: "wrong-architecture",
    cause: "wrong-architecture",
    files: {
      "prepare.sh":
        "printf '\\177ELF\\2\\1\\1\\0\\0\\0\\0\\0\\0\\0\\0\\0' > service; head -c 48 /dev/zero >> service; cp \"$(command -v gcc)\" real; head -c 200000 real > service; printf '\\267\\0' | dd of=service bs=1 seek=18 conv=notrunc 2>/dev/null; truncate -s $(stat -c %s real) service; chmod 755 service",
    },
    build: [["sh", "prepare.sh"]],
    argv: ["./service"],
  },
  { id: "empty-executable", cause: "empty-executable", files: { service: "" }, argv: ["./service"] },
  {
    id: "truncated-executable",
    cause: "truncated-executable",
    ...C(`${C_SERVER}static char big[300000] = {1}; int main(void) { return serve(41007) + big[7]; }`),
    build: [
      ["gcc", "-o", "whole", "main.c"],
      ["sh", "-c", "head -c 12000 whole > service; chmod 755 service"],
    ],
    argv: ["./service"],
  },
  {
    id: "exit-before-main",
    cause: "exit-before-main",
    ...C(
      `${C_SERVER}__attribute__((constructor)) static void check_licence(void) { if (access("/etc/hostname", R_OK) == 0) _exit(0); } int main(void) { puts("up"); return serve(41008); }`,
    ),
    argv: ["./service"],
  },
  {
    id: "crash-before-main",
    cause: "crash-before-main",
    ...C(
      `${C_SERVER}static int *volatile table; __attribute__((constructor)) static void fill_table(void) { *table = 1; } int main(void) { return serve(41009); }`,
    ),
    argv: ["./service"],
  },
  {
    id: "missing-library",
    cause: "missing-library",
    files: {
      "part.c": "int part(void) { return 1; }",
      "main.c": `${C_SERVER}int part(void); int main(void) { return part() ? serve(41010) : 0; }`,
    },
    build: [
      [
        "sh",
        "-c",
        "mkdir -p lib && gcc -shared -fPIC -o lib/libpart.so.3 part.c && gcc -o service main.c -Llib -l:libpart.so.3",
      ],
    ],
    argv: ["./service"],
  },
  {
    id: "symbol-version",
    cause: "symbol-version",
    files: {
      "part.c": "int part(void) { return 1; }",
      new: "PART_2.0 { global: part; };",
      old: "PART_1.0 { global: part; };",
      "main.c": "int part(void); int main(void) { return part(); }",
    },
    build: [
      [
        "sh",
        "-c",
        "gcc -shared -fPIC -Wl,-soname,libpart.so.1 -Wl,--version-script=new -o libpart.so.1 part.c && gcc -o service main.c -L. -l:libpart.so.1 -Wl,-rpath,'$ORIGIN' && gcc -shared -fPIC -Wl,-soname,libpart.so.1 -Wl,--version-script=old -o libpart.so.1 part.c",
      ],
    ],
    argv: ["./service"],
  },
  {
    id: "missing-loader",
    cause: "missing-loader",
    ...C(`${C_SERVER}int main(void) { return serve(41011); }`, "-Wl,--dynamic-linker=/lib/ld-musl-x86_64.so.1"),
    argv: ["./service"],
  },
  {
    id: "carriage-return",
    cause: "carriage-return",
    files: { "start.sh": "#!/bin/sh\r\nexec sleep 600\r\n" },
    argv: ["./start.sh"],
  },
  {
    id: "bad-interpreter",
    cause: "bad-interpreter",
    files: { start: "#!/opt/python/bin/python3\nimport time\ntime.sleep(600)\n" },
    argv: ["./start"],
  },
  {
    id: "not-executable",
    cause: "not-executable",
    files: { "start.sh": "#!/bin/sh\nexec sleep 600\n" },
    modes: { "start.sh": 0o644 },
    argv: ["./start.sh"],
  },
  {
    id: "missing-command",
    cause: "missing-command",
    files: { "start.sh": "#!/bin/sh\nexec paymentd --foreground\n" },
    argv: ["./start.sh"],
  },
  { id: "no-interpreter-line", cause: "no-interpreter-line", files: { start: "sleep 600\n" }, argv: ["./start"] },
  {
    id: "illegal-instruction",
    cause: "illegal-instruction",
    ...C(
      `#include <stdio.h>\nint main(void) { puts("hello"); fflush(stdout); __asm__ volatile (".byte 0x0f, 0x0b"); return 0; }`,
    ),
    argv: ["./service"],
  },
  {
    id: "segfault",
    cause: "segfault",
    ...C(
      `#include <stdio.h>\nint main(int n, char **v) { volatile int *p = (int *)(long)(n - 1); printf("starting\\n"); return *p; }`,
    ),
    argv: ["./service"],
  },
  { id: "c-abort", cause: "abort", ...C(`#include <stdlib.h>\nint main(void) { abort(); }`), argv: ["./service"] },
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
    id: "stopped-from-outside",
    cause: "stopped-from-outside",
    files: { "server.js": "setInterval(() => {}, 1000); // mark-stopped\n" },
    argv: ["node", "server.js", "mark-stopped-from-outside"],
    world: killer("mark-stopped-from-outside", "SIGTERM"),
  },
  {
    id: "killed-from-outside",
    cause: "stopped-from-outside",
    files: { "server.js": "setInterval(() => {}, 1000);\n" },
    argv: ["node", "server.js", "mark-killed-from-outside"],
    world: killer("mark-killed-from-outside", "SIGKILL"),
  },
  {
    id: "stops-itself",
    cause: "stops-itself",
    files: { "start.sh": "#!/bin/bash\nsleep 600 &\nchild=$!\n( sleep 0.3; kill -9 $child ) &\nwait $child\n" },
    argv: ["./start.sh"],
  },
  {
    id: "exit-code-masked",
    cause: "exit-code-masked",
    files: { "start.sh": "#!/bin/sh\n./worker\necho done\n", worker: "#!/bin/sh\nexit 9\n" },
    argv: ["./start.sh"],
  },
  {
    id: "backgrounded-script",
    cause: "backgrounded",
    files: {
      "start.sh": "#!/bin/sh\nnode server.js &\necho started\n",
      "server.js": "require('http').createServer().listen(41020, '127.0.0.1');\n",
    },
    argv: ["./start.sh"],
  },
  {
    id: "backgrounded-daemon",
    cause: "backgrounded",
    ...C(
      `${C_SERVER}int main(int n, char **v) { if (n > 1 && !strcmp(v[1], "--daemon")) { if (fork() > 0) return 0; setsid(); } return serve(41021); }`,
    ),
    argv: ["./service", "--daemon"],
  },
  {
    id: "stub-binary",
    cause: "stub-binary",
    files: {
      "Cargo.toml": '[package]\nname = "ledger"\nversion = "0.1.0"\nedition = "2021"\n',
      "src/main.rs":
        'use std::net::TcpListener;\nfn main() {\n    eprintln!("ledger backend starting up");\n    let listener = TcpListener::bind("127.0.0.1:41022").expect("cannot bind the ledger port");\n    eprintln!("ledger backend listening for requests");\n    for stream in listener.incoming() { drop(stream); }\n}\n',
      "dummy.rs": "fn main() {}\n",
    },
    build: [["rustc", "-O", "-o", "ledger", "dummy.rs"]],
    argv: ["./ledger"],
  },
  {
    id: "stub-binary-go",
    cause: "stub-binary",
    files: {
      "go.mod": "module ledger\n\ngo 1.20\n",
      "main.go":
        'package main\n\nimport (\n\t"fmt"\n\t"net"\n)\n\nfunc main() {\n\tfmt.Println("ledger service starting up")\n\tl, err := net.Listen("tcp", "127.0.0.1:41023")\n\tif err != nil {\n\t\tpanic("the ledger port cannot be bound")\n\t}\n\tfor {\n\t\tc, _ := l.Accept()\n\t\tc.Close()\n\t}\n}\n',
      "stub/main.c": "int main(void) { return 0; }\n",
    },
    build: [["gcc", "-o", "ledger", "stub/main.c"]],
    argv: ["./ledger"],
  },
  {
    id: "stale-typescript",
    cause: "stale-build",
    files: {
      "tsconfig.json":
        '{ "compilerOptions": { "incremental": true, "outDir": "dist", "rootDir": "src", "types": [], "target": "es2022", "module": "commonjs" }, "include": ["src"] }\n',
      "src/server.ts": "setInterval(() => undefined, 1000);\n",
      "tsconfig.tsbuildinfo": '{"root":["./src/server.ts"],"version":"5.9.0"}\n',
    },
    argv: ["node", "dist/server.js"],
  },
  {
    id: "read-only",
    cause: "read-only-filesystem",
    files: { "app.py": "import time\nopen('state/journal', 'w').write('x')\nwhile True: time.sleep(1)\n" },
    argv: ["python3", "app.py"],
    world: mounted("state", "read-only"),
    needsRoot: true,
  },
  {
    id: "permission-denied",
    cause: "permission-denied",
    files: {
      "server.js":
        "try { require('fs').openSync('data/ledger.db', 'a'); } catch { process.exit(1); }\nsetInterval(() => {}, 1000);\n",
      "data/ledger.db": "x",
    },
    modes: { "data/ledger.db": 0o600 },
    argv: [
      "setpriv",
      "--reuid=65534",
      "--regid=65534",
      "--clear-groups",
      "--bounding-set=-all",
      "--inh-caps=-all",
      "node",
      "server.js",
    ],
    needsRoot: true,
  },
  {
    id: "too-many-files",
    cause: "too-many-open-files",
    files: {
      "start.sh": "#!/bin/bash\nulimit -n 40\nexec python3 app.py\n",
      "app.py": "import time\nheld = [open('/dev/null') for _ in range(200)]\nwhile True: time.sleep(1)\n",
    },
    argv: ["./start.sh"],
  },
  {
    id: "disk-full",
    cause: "disk-full",
    files: {
      "app.py":
        "import sys, time\ntry:\n    with open('state/journal', 'wb') as f: f.write(b'x' * 20000)\nexcept OSError:\n    sys.exit(1)\nwhile True: time.sleep(1)\n",
    },
    argv: ["python3", "app.py"],
    world: mounted("state", "full"),
    needsRoot: true,
  },
  {
    id: "missing-file",
    cause: "missing-file",
    files: {
      "server.js":
        "const fs = require('fs');\nlet config;\ntry { config = fs.readFileSync('/etc/ledger/rules.conf'); } catch { process.exit(1); }\nsetInterval(() => {}, 1000);\n",
    },
    argv: ["node", "server.js"],
  },
  {
    id: "bad-configuration",
    cause: "bad-configuration",
    files: {
      "server.js":
        "const fs = require('fs');\nlet rules;\ntry { rules = JSON.parse(fs.readFileSync('rules.json')); } catch { process.exit(1); }\nsetInterval(() => {}, 1000);\n",
      "rules.json": '{ "limit": 3, }\n',
    },
    argv: ["node", "server.js"],
  },
  {
    id: "bad-arguments",
    cause: "bad-arguments",
    files: {
      "app.py":
        "import argparse, time\np = argparse.ArgumentParser()\np.add_argument('--port', type=int)\np.parse_args()\nwhile True: time.sleep(1)\n",
    },
    argv: ["python3", "app.py", "--prot", "80"],
  },
  {
    id: "lock-left-over",
    cause: "lock-held",
    files: {
      "server.js":
        "const fs = require('fs');\ntry { fs.writeFileSync('service.pid', String(process.pid), { flag: 'wx' }); } catch { process.exit(0); }\nsetInterval(() => {}, 1000);\n",
      "service.pid": "12345\n",
    },
    argv: ["node", "server.js"],
  },
  {
    id: "process-limit",
    cause: "process-limit",
    ...C(`#include <unistd.h>
#include <sys/resource.h>
int main(void) { struct rlimit one = { 1, 1 }; setrlimit(RLIMIT_NPROC, &one); if (fork() < 0) return 1; for (;;) pause(); }`),
    argv: [
      "setpriv",
      "--reuid=65533",
      "--regid=65533",
      "--clear-groups",
      "--bounding-set=-all",
      "--inh-caps=-all",
      "./service",
    ],
    needsRoot: true,
  },
];
