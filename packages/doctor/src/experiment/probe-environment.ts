import type { Change } from "./change.ts";

/** Adds the probes to a program's environment: for Node by a preload, for Python by a folder on its path. */
export function probeEnvironment(
  given: Readonly<Record<string, string>>,
  folder: string,
  { outputPath, changes }: { readonly outputPath: string; readonly changes: readonly Change[] },
): Record<string, string> {
  const preload = `--require=${folder}/node-probe.cjs`;
  const helps = changes.flatMap(({ kind }) =>
    kind === "listen" ? ["listen"] : kind === "flush-output" ? ["flush"] : [],
  );
  const options = given["NODE_OPTIONS"];
  const path = given["PYTHONPATH"];
  return {
    PYTHONDONTWRITEBYTECODE: "1",
    ...given,
    NODE_OPTIONS: options === undefined ? preload : `${options} ${preload}`,
    PYTHONPATH: path === undefined ? `${folder}/python` : `${folder}/python:${path}`,
    DOCTOR_PROBE: outputPath,
    ...(helps.length === 0 ? {} : { DOCTOR_HELP: helps.join(",") }),
  };
}
