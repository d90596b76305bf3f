import type { Fault } from "../fault.ts";
import { C, C_SERVER } from "./c-program.ts";

/** Executables and scripts that cannot be started, crash, or are not what they should be. */
export const executableFaults: readonly Fault[] = [
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
  {
    id: "missing-command-hushed",
    cause: "missing-command",
    files: { "start.sh": "#!/bin/sh\nrotate-keys --once 2>/dev/null || exit 1\nexec sleep 600\n" },
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
    id: "c-divides-by-zero",
    cause: "fatal-signal",
    ...C(`int main(int count, char **words) { volatile int zero = count - 1; return 5 / zero; }`),
    argv: ["./service"],
  },
  {
    id: "c-broken-pipe",
    cause: "fatal-signal",
    ...C(
      `#include <unistd.h>\nint main(void) { int ends[2]; if (pipe(ends) != 0) return 1; close(ends[0]); return write(ends[1], "x", 1) == 1 ? 0 : 2; }`,
    ),
    argv: ["./service"],
  },
];
