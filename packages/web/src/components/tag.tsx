import { wordOf } from "../client/api-words.ts";
import classes from "./tag.module.css";

const colours: Readonly<Record<string, string>> = {
  matched: "matched",
  accepted: "matched",
  completed: "matched",
  ready: "matched",
  active: "matched",
  ok: "matched",
  up: "matched",
  down: "unmatched",
  degraded: "differs",
  unended: "unmatched",
  running: "suggested",
  queued: "excluded",
  processing: "suggested",
  failed: "unmatched",
  cancelled: "excluded",
  rejected: "rejected",
  split: "excluded",
  open: "differs",
  "with breaks": "differs",
  differs: "differs",
  suggested: "suggested",
  unmatched: "unmatched",
  duplicate: "duplicate",
  excluded: "excluded",
  writtenOff: "writtenoff",
};

/** Colour of an outcome or a status, the same on every screen. */
export const colourOf = (word: string): string => `var(--recon-${colours[word] ?? "excluded"})`;

/** An outcome or a status: a coloured mark and the word, so that the colour is never all there is. */
export function Tag({ word }: { readonly word: string }) {
  return (
    <span className={classes.tag}>
      <span className={classes.dot} style={{ background: colourOf(word) }} aria-hidden />
      {wordOf(word)}
    </span>
  );
}
