import { basename, dirname, extname, join } from "node:path";
import { detail, type Remedy, type Seen } from "./cause.ts";
import { distance } from "./command-remedies.ts";

const NODE_STAND_IN =
  "const any = new Proxy(function () {}, { get: (_, name) => (name === Symbol.toPrimitive ? () => '' : name === 'then' ? undefined : any), apply: () => any, construct: () => any });\nmodule.exports = any;\n";
const PYTHON_STAND_IN =
  "class _Any:\n    def __call__(self, *a, **k): return self\n    def __getattr__(self, name):\n        if name.startswith('__'): raise AttributeError(name)\n        return self\ndef __getattr__(name):\n    if name.startswith('__'): raise AttributeError(name)\n    return _Any()\n";

/** A similar file for a wrong path; a stand-in for a package that is not installed. */
export async function moduleRemedies(module: string, seen: Seen): Promise<Remedy[]> {
  if (module === "") return [];
  const place = detail(seen, "at", "probe.module-missing", "probe.uncaught").replace(/:\d+$/, "");
  const script = seen.subject.argv.find((word, index) => index > 0 && !word.startsWith("-")) ?? "";
  const own = place.startsWith("/") ? place : join(seen.subject.cwd, script);
  if (/^[./]/.test(module)) return similarFile(module.startsWith("/") ? module : join(dirname(own), module), seen);
  const python = /python/.test(seen.subject.argv.join(" ")) || own.endsWith(".py");
  const name = python ? (module.split(".")[0] ?? module) : module;
  const path = python ? join(dirname(own), `${name}.py`) : join(dirname(own), "node_modules", name, "index.js");
  const content = Buffer.from(python ? PYTHON_STAND_IN : NODE_STAND_IN);
  return [{ changes: [{ kind: "write-file", path, content, mode: 0o644 }] }];
}

async function similarFile(wanted: string, seen: Seen): Promise<Remedy[]> {
  const remedies: Remedy[] = [];
  for (const folder of [dirname(wanted), join(dirname(wanted), "src"), dirname(dirname(wanted))]) {
    for (const entry of await seen.files.list(folder)) {
      const path = join(folder, entry);
      const near =
        entry === basename(wanted) ||
        distance(entry.replace(extname(entry), ""), basename(wanted).replace(extname(wanted), "")) <= 2;
      if (!near || path === wanted || extname(entry) === "") continue;
      const content = await seen.files.read(path, 1 << 22);
      const target = extname(wanted) === "" ? `${wanted}${extname(entry)}` : wanted;
      if (content !== undefined)
        remedies.push({ changes: [{ kind: "write-file", path: target, content, mode: 0o644 }] });
    }
  }
  return remedies.slice(0, 2);
}
