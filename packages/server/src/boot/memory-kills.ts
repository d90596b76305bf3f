import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the two generations of control groups count processes that the kernel killed for memory. */
const counters = [
  { group: /^0::(.*)$/m, folder: "/sys/fs/cgroup", file: "memory.events" },
  { group: /^\d+:memory:(.*)$/m, folder: "/sys/fs/cgroup/memory", file: "memory.oom_control" },
] as const;

/** How many processes of this control group the kernel has killed for lack of memory; 0 where it does not tell. */
export function countMemoryKills(): number {
  const own = read("/proc/self/cgroup");
  const counts = counters.flatMap(({ group, folder, file }) => {
    const path = group.exec(own)?.[1];
    if (path === undefined) return [];
    // Inside a container the group is mounted as the root of the tree.
    const text = read(join(folder, path, file)) || read(join(folder, file));
    return [Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0)];
  });
  return Math.max(0, ...counts);
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
