import { useCallback, useEffect, useRef, useState } from "react";
import { itemKey } from "./columns.ts";
import type { Items } from "./use-items.ts";
import type { View } from "./view.ts";

/** As many as one condition of a filter takes. */
const MOST_PICKS = 1000;

export interface Picks {
  readonly keys: ReadonlySet<string>;
  /** Picks an item or lets it go; with `toHere` all from the one picked before. */
  readonly toggle: (index: number, toHere: boolean) => void;
  readonly clear: () => void;
}

/** Items picked by hand; another list begins without any. */
export function usePicks(view: View, items: Items): Picks {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<number>(undefined);
  const now = useRef({ items, view });
  now.current = { items, view };
  const clear = useCallback(() => {
    last.current = undefined;
    setKeys(new Set());
  }, []);
  useEffect(clear, [view.list, clear]);
  const toggle = useCallback((index: number, toHere: boolean) => {
    const { items, view } = now.current;
    const from = toHere ? (last.current ?? index) : index;
    const range = Array.from({ length: Math.abs(index - from) + 1 }, (_, i) => Math.min(index, from) + i);
    const touched = range.flatMap((at) => {
      const item = items.at(at);
      return item === undefined ? [] : [itemKey(item, view.list)];
    });
    last.current = index;
    setKeys((before) => {
      const next = new Set(before);
      const lets = !toHere && touched.every((key) => before.has(key));
      for (const key of touched)
        if (lets) next.delete(key);
        else if (next.size < MOST_PICKS) next.add(key);
      return next;
    });
  }, []);
  return { keys, toggle, clear };
}
