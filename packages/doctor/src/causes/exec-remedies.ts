import type { Remedy, Seen } from "./cause.ts";
import { editScripts } from "./script-edits.ts";

const CONTROL = /^(exec|fi|done|esac|wait|exit|return|trap|then|else|\}|#)\b/;

/** Lets the last command of the start script replace the shell. */
export async function execRemedies(seen: Seen): Promise<Remedy[]> {
  const edits = await editScripts(seen, withExec);
  const tries: Remedy[] = edits.length === 0 ? [] : [{ changes: edits, shows: "stops-in-time" }];
  return [...tries, { changes: [{ kind: "init" }], shows: "stops-in-time" }];
}

function withExec(script: string): string {
  const lines = script.split("\n");
  const last = lines.findLastIndex((line) => line.trim() !== "" && !CONTROL.test(line.trim()));
  const line = lines[last];
  if (line === undefined) return script;
  const parts = /^(\s*(?:.*(?:;|&&)\s*)?)([^;&|]+?)(\s*;?\s*)$/.exec(line);
  if (parts === null || CONTROL.test((parts[2] ?? "").trim())) return script;
  // What follows the command (an echo, an exit) would never run: it goes.
  return [...lines.slice(0, last), `${parts[1] ?? ""}exec ${parts[2] ?? ""}`].join("\n");
}

const DAEMON_FLAGS = /^(-d|-D|--daemon|--daemonize|--daemonise|--background|--detach|--fork)(=.*)?$/;

/** Keeps the program in the foreground: without the `&`, or without its daemon option. */
export async function foregroundRemedies(seen: Seen): Promise<Remedy[]> {
  const edits = await editScripts(seen, (script) =>
    script
      .replaceAll(/(^|[^&>|0-9])&(?=\s*(?:$|;|\n|echo|exit|sleep|true))(?!&)/gm, "$1;")
      .replaceAll(/\bnohup\s+/g, ""),
  );
  const tries: Remedy[] =
    edits.length === 0
      ? []
      : [
          {
            changes: edits.map((change) =>
              change.kind === "command"
                ? { ...change, argv: change.argv.map((word) => word.replaceAll(/;\s*;/g, ";")) }
                : change,
            ),
          },
        ];
  const { argv } = seen.subject;
  const plain = argv.filter((word, index) => index === 0 || !DAEMON_FLAGS.test(word));
  if (plain.length < argv.length) tries.push({ changes: [{ kind: "command", argv: plain }] });
  return tries;
}
