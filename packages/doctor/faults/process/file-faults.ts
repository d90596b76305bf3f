import type { Fault } from "../fault.ts";
import { mounted } from "../worlds.ts";

/** Files, folders, locks and disks. */
export const fileFaults: readonly Fault[] = [
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
    id: "missing-file-hushed",
    cause: "missing-file",
    files: { "start.sh": "#!/bin/sh\ncat settings.conf >/dev/null 2>&1 || exit 3\nexec sleep 600\n" },
    argv: ["./start.sh"],
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
    id: "lock-of-living-process",
    cause: "lock-held",
    files: {
      "app.pid": "1\n",
      "app.py":
        "import os, sys, time\npid = int(open('app.pid').read())\nif os.path.exists('/proc/%d' % pid): sys.exit(1)\ntime.sleep(600)\n",
    },
    argv: ["python3", "app.py"],
  },
];
