import { useCallback, useEffect, useRef, useState } from "react";
import { useDebouncedCallback } from "@mantine/hooks";
import type { View } from "./view.ts";

const ADDRESS_AFTER_MS = 150;

/**
 * The item that is looked at. It changes at once, so that a key pressed right after another one is about the item that
 * is shown by then; the address follows when the keys rest.
 */
export function useChosenItem(view: View, change: (part: Partial<View>) => void) {
  const [chosen, setChosen] = useState(view.item);
  const written = useRef(view.item);
  const write = useDebouncedCallback((item: string | undefined) => change({ item }), ADDRESS_AFTER_MS);
  const choose = useCallback(
    (item: string | undefined) => {
      written.current = item;
      setChosen(item);
      write(item);
    },
    [write],
  );
  // Back, forward, or a link to another view.
  useEffect(() => {
    if (view.item === written.current) return;
    written.current = view.item;
    setChosen(view.item);
  }, [view.item]);
  return { chosen, choose };
}
