import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { dataFolder } from "../generate.ts";

/** A rival: how to start it on two CSV files, or why it cannot be. */
export type Peer = { name: string; argv?: string[]; missing?: string };

const python = join(dataFolder, "venv/bin/python");
const here = import.meta.dirname;

/** The rivals on this machine; Python's libraries are installed into bench/data/venv on first use. */
export function installPeers(): Peer[] {
  const fault = installPython();
  const pythonPeer = (name: string, script: string): Peer =>
    fault === undefined ? { name, argv: [python, join(here, script)] } : { name, missing: fault };
  return [
    pythonPeer("Polars", "polars_compare.py"),
    pythonPeer("pandas", "pandas_compare.py"),
    pythonPeer("DataComPy", "datacompy_compare.py"),
    programPeer("sqlite3", "sqlite3", "sqlite_compare.sh"),
    programPeer("Miller", "mlr", "miller_compare.sh"),
  ];
}

function installPython(): string | undefined {
  if (existsSync(join(dataFolder, "venv/installed"))) return undefined;
  const script = 'python3 -m venv "$1/venv" && "$1/venv/bin/pip" install --quiet -r "$2" && touch "$1/venv/installed"';
  const run = spawnSync("sh", ["-c", script, "sh", dataFolder, join(here, "requirements.txt")], { encoding: "utf8" });
  return run.status === 0 ? undefined : "pip could not install it";
}

function programPeer(name: string, program: string, script: string): Peer {
  const found = spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
  return found ? { name, argv: ["sh", join(here, script)] } : { name, missing: `${program} is not installed` };
}
