import { t } from "@lingui/core/macro";
import { useKeys } from "../../client/keys.ts";
import { undoLast } from "../../components/offer-undo.tsx";
import type { Moves } from "./use-moves.ts";

interface ListKeys {
  readonly moves: Moves;
  readonly mayWork: boolean;
  readonly onClose: () => void;
  /** undefined: nothing to pick. */
  readonly onPick: (() => void) | undefined;
}

/** Going through the list without leaving the keyboard; what decides stands at the buttons of the inspector. */
export function useListKeys({ moves, mayWork, onClose, onPick }: ListKeys): void {
  useKeys(t`The list`, [
    { keys: "j", does: t`Next`, run: () => moves.by(1) },
    { keys: "k", does: t`Previous`, run: () => moves.by(-1) },
    { keys: "n", does: t`Next open break`, run: moves.toOpen },
    { keys: "Escape", does: t`Close the inspector`, run: onClose },
    { keys: "/", does: t`Search`, run: () => document.querySelector<HTMLElement>("[data-list-search]")?.focus() },
    ...(mayWork
      ? [
          { keys: "x", does: t`Pick for a decision about many`, run: () => onPick?.() },
          {
            keys: "b",
            does: t`Decide about many`,
            run: () => document.querySelector<HTMLElement>("[data-bulk]")?.click(),
          },
          { keys: "u", does: t`Take the last decision back, for ten seconds`, run: undoLast },
        ]
      : []),
  ]);
}
