import type { Remedy, Seen } from "./cause.ts";
import { editScripts } from "./script-edits.ts";

/** Lifts a limit from outside, and where the start script itself sets one. */
export async function limitRemedies(
  seen: Seen,
  kind: "more-files" | "more-memory" | "more-processes",
): Promise<Remedy[]> {
  const edits = await editScripts(seen, (script) =>
    script.replaceAll(/\bulimit\s+(?:-[SH]+\s+)?-[SH]*[nvumdstf]\s+\d+/g, "true"),
  );
  const prlimit =
    seen.subject.argv[0] === "prlimit"
      ? seen.subject.argv.findIndex((word, index) => index > 0 && !word.startsWith("-"))
      : -1;
  const direct = prlimit > 0 ? [{ kind: "command" as const, argv: seen.subject.argv.slice(prlimit) }] : [];
  return [{ changes: [{ kind }, ...edits, ...direct] }];
}
