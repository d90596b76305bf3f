import type { ContainerFault } from "./container-fault.ts";
import type { Fault } from "./fault.ts";
import { heldPort } from "./worlds.ts";

// What five reports of one week suspected of one container, each made real, so that the doctor's answer can be seen.

const BACKEND = `use std::io::Write;
fn main() {
    eprintln!("=== MAIN FUNCTION START ===");
    std::io::stderr().flush().unwrap();
    eprintln!("Backend starting on port 2000");
    let listener = std::net::TcpListener::bind("127.0.0.1:2000").expect("cannot bind the backend port");
    eprintln!("Backend listening for requests");
    for stream in listener.incoming() { drop(stream); }
}
`;

const DOCKERFILE = `FROM rust AS build
WORKDIR /src
COPY Cargo.toml .
RUN mkdir src && echo 'fn main() {}' > src/main.rs && cargo build --release
COPY src src
RUN cargo build --release
FROM debian:bookworm-slim
COPY --from=build /src/target/release/reconciliation-backend /app/
ENTRYPOINT ["/app/reconciliation-backend"]
`;

/** The scenarios that need no container. */
export const processScenarios: readonly Fault[] = [
  {
    id: "unflushed-exit",
    cause: "missing-variable",
    files: {
      "main.c":
        '#include <stdio.h>\n#include <stdlib.h>\n#include <unistd.h>\nint main(void) {\n  if (getenv("JWT_REFRESH_SECRET") == NULL) {\n    printf("environment validation failed: JWT_REFRESH_SECRET is not set\\n");\n    _exit(1); /* standard output is a pipe, and its buffer is not flushed */\n  }\n  for (;;) pause();\n}\n',
    },
    build: [["gcc", "-o", "reconciliation-backend", "main.c"]],
    argv: ["./reconciliation-backend"],
  },
  {
    id: "panic-before-the-server",
    cause: "uncaught-error",
    files: {
      "main.rs":
        'mod websocket {\n    pub fn start(runtime: Option<u8>) -> u8 {\n        runtime.expect("`spawn_local` called from outside of a `task::LocalSet`")\n    }\n}\nfn main() {\n    println!("Default passwords initialized");\n    let runtime = if std::env::args().count() > 5 { Some(1) } else { None };\n    websocket::start(runtime);\n    loop { std::thread::sleep(std::time::Duration::from_secs(1)); }\n}\n',
    },
    build: [["rustc", "-o", "reconciliation-backend", "main.rs"]],
    argv: ["./reconciliation-backend"],
  },
];

/** The scenarios of containers. */
export const containerScenarios: readonly ContainerFault[] = [
  {
    id: "stub-in-the-image",
    cause: "stub-binary",
    image: "debian",
    files: { "src/stub.rs": "fn main() {}\n" },
    build: [["rustc", "-O", "-C", "target-feature=+crt-static", "-o", "app/reconciliation-backend", "src/stub.rs"]],
    source: {
      "src/main.rs": BACKEND,
      "Cargo.toml": '[package]\nname = "reconciliation-backend"\nversion = "1.0.0"\nedition = "2021"\n',
      Dockerfile: DOCKERFILE,
    },
    argv: ["/app/reconciliation-backend"],
  },
  {
    id: "database-not-ready",
    cause: "dependency-not-ready",
    files: {
      "app/backend.js":
        "const net = require('net');\nconst socket = net.connect(5432, 'postgres');\nsocket.on('error', () => process.exit(1));\nsocket.on('connect', () => setInterval(() => {}, 1000));\n",
    },
    argv: ["node", "/app/backend.js"],
    policy: "no",
    config: {
      Labels: {
        "com.docker.compose.service": "backend",
        "com.docker.compose.depends_on": "postgres:service_started:false",
      },
    },
    neighbours: [
      {
        alias: "postgres",
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
    id: "old-instance-answers",
    cause: "port-taken",
    files: {
      "app/backend.js":
        "const server = require('http').createServer((q, r) => r.end());\nserver.on('error', () => {});\nserver.listen(41300, '127.0.0.1');\n",
    },
    argv: ["node", "/app/backend.js"],
    host: { NetworkMode: "host" },
    world: heldPort(41300),
  },
];
