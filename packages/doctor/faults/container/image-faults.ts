import type { ContainerFault } from "../container-fault.ts";

/** What is in the image, or missing from it. */
export const imageFaults: readonly ContainerFault[] = [
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
    id: "c-module",
    cause: "missing-module",
    files: { "app/server.js": "const app = require('left-out-package')();\nsetInterval(() => {}, 1000);\n" },
    argv: ["node", "/app/server.js"],
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
