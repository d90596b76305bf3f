import { t } from "@lingui/core/macro";

/** The engine's stages as a person follows them; each phase holds many stages. */
export const phases = [
  { name: t`Read the files`, hint: t`every record, rejects included` },
  { name: t`Match`, hint: t`pass by pass` },
  { name: t`Explain`, hint: t`what came near, and what failed` },
  { name: t`Write and prove`, hint: t`result, totals and certificate` },
] as const;

const reading = /^(start|open sources|load |convert|count records)/;
const explaining = /^(classify|count|explain)/;
const writing = /^(write |prove)/;

/** Index of the phase that a stage belongs to; stages of passes begin with the pass's name. */
export function phaseOf(stage: string): number {
  if (writing.test(stage)) return 3;
  if (/^[^:]+: /.test(stage) || stage === "open records") return 1;
  if (explaining.test(stage)) return 2;
  return reading.test(stage) ? 0 : 1;
}

/** "near: find candidates" → the pass and what it does. */
export function passOf(stage: string): { readonly pass: string; readonly does: string } | undefined {
  const at = stage.lastIndexOf(": ");
  return at < 0 ? undefined : { pass: stage.slice(0, at), does: stage.slice(at + 2) };
}
