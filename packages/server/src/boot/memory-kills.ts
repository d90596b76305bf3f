import { readFileSync } from "node:fs";
import { join } from "node:path";

/** How many processes of this control group (version 2) the kernel has killed for memory; undefined where it does not tell. */
export function countMemoryKills(): number | undefined {
  try {
    const group = /^0::(.*)$/m.exec(readFileSync("/proc/self/cgroup", "utf8"))?.[1];
    if (group === undefined) return undefined;
    const events = readFileSync(join("/sys/fs/cgroup", group, "memory.events"), "utf8");
    return Number(/^oom_kill (\d+)$/m.exec(events)?.[1]);
  } catch {
    return undefined;
  }
}
