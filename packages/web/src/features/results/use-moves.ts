import { useEffect, useRef } from "react";
import type { Break } from "@recon/api";
import { itemKey, type Item } from "./columns.ts";
import type { Items } from "./use-items.ts";
import type { View } from "./view.ts";

interface Moving {
  readonly view: View;
  readonly items: Items;
  readonly chosen: string | undefined;
  readonly choose: (item: string) => void;
}

export interface Moves {
  /** By places in the list; from where the last item was, when it has left the list. */
  readonly by: (step: number) => void;
  /** To the next break that is open; to the one before when there is none after. */
  readonly toOpen: () => void;
}

const isOpen = (item: Item | undefined): boolean => item !== undefined && (item as unknown as Break).status === "open";

/** Going through the list from the item that is looked at. */
export function useMoves({ view, items, chosen, choose }: Moving): Moves {
  const last = useRef(-1);
  const found = chosen === undefined ? -1 : items.indexOf(chosen);
  useEffect(() => {
    if (found >= 0) last.current = found;
    if (chosen === undefined) last.current = -1;
  }, [found, chosen]);
  const total = items.total ?? 0;
  const go = (index: number): boolean => {
    const item = items.at(index);
    if (item === undefined) return false;
    last.current = index;
    choose(itemKey(item, view.list));
    return true;
  };
  return {
    by(step) {
      const hasLeft = chosen !== undefined && items.indexOf(chosen) === -1;
      // Where an item has left, the next one stands in its place.
      const to = last.current + (hasLeft && step > 0 ? step - 1 : step);
      go(Math.min(total - 1, Math.max(0, to)));
    },
    toOpen() {
      const from = last.current;
      for (let at = from + 1; items.at(at) !== undefined; at++) if (isOpen(items.at(at)) && go(at)) return;
      for (let at = from - 1; items.at(at) !== undefined; at--) if (isOpen(items.at(at)) && go(at)) return;
    },
  };
}
