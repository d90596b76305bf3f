import type { Remedy, Seen } from "./cause.ts";
import { editScripts } from "./script-edits.ts";

const LIMIT = /--max[-_](?:old|semi)[-_]space[-_]size=\d+/g;
const RAISED = "--max-old-space-size=4096";

/** Raises the heap limit wherever it is set: as an argument, in a script, or in NODE_OPTIONS. */
export async function heapRemedies(seen: Seen): Promise<Remedy[]> {
  const raise = (text: string): string => text.replaceAll(LIMIT, RAISED).replaceAll(/-Xmx\w+/g, "-Xmx2g");
  const { argv, environment } = seen.subject;
  const direct = argv.map(raise);
  const scripts = await editScripts(seen, raise);
  const options = environment["NODE_OPTIONS"] ?? "";
  const value = LIMIT.test(options) ? options.replaceAll(LIMIT, RAISED) : `${options} ${RAISED}`.trim();
  const changed = direct.some((word, index) => word !== argv[index]);
  return [
    {
      changes: [
        { kind: "set-variable", name: "NODE_OPTIONS", value },
        ...(changed ? [{ kind: "command" as const, argv: direct }] : scripts),
        { kind: "more-memory" },
      ],
    },
  ];
}
