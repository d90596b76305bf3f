import type { Fault } from "../fault.ts";
import { killer } from "../worlds.ts";
import { C, C_SERVER } from "./c-program.ts";

/** Signals, limits, arguments and who runs whom. */
export const supervisionFaults: readonly Fault[] = [
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
    id: "bad-arguments",
    cause: "bad-arguments",
    files: {
      "app.py":
        "import argparse, time\np = argparse.ArgumentParser()\np.add_argument('--port', type=int)\np.parse_args()\nwhile True: time.sleep(1)\n",
    },
    argv: ["python3", "app.py", "--prot", "80"],
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
