import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import { heightsOf, moveTo, placeOf, type ScrollPlace } from "./scroll-scale.ts";

/** Rows beyond the window that exist already: what a wheel brings in is there. */
const OVERSCAN = 12;

export interface RowWindow {
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Rows that exist: in sight, and some before and after. */
  readonly first: number;
  readonly last: number;
  /** The first row in sight. */
  readonly top: number;
  readonly elementPx: number;
  /** Where a row stands inside the element. */
  readonly topOf: (index: number) => number;
  /** Brings a row into sight, if it is not. */
  readonly reveal: (index: number) => void;
  /** Moves by rows, without the person: what is looked at stays where it is. */
  readonly shiftBy: (rows: number) => void;
}

/** The part of a long list of equally high rows that is in sight. `headPx` of the scroller are taken by its head. */
export function useRowWindow(count: number, rowPx: number, headPx: number): RowWindow {
  const scroller = useRef<HTMLDivElement>(null);
  const place = useRef<ScrollPlace>({ top: 0, shift: 0 });
  const [windowPx, setWindowPx] = useState(600);
  const [seen, setSeen] = useState({ row: 0, shift: 0 });
  const heights = heightsOf(count, rowPx, windowPx);

  const take = useCallback(
    (next: ScrollPlace) => {
      place.current = next;
      if (scroller.current !== null && scroller.current.scrollTop !== next.top) scroller.current.scrollTop = next.top;
      const row = Math.floor((next.top + next.shift) / rowPx);
      setSeen((now) => (now.row === row && now.shift === next.shift ? now : { row, shift: next.shift }));
    },
    [rowPx],
  );
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const onScroll = (): void => take(moveTo(place.current, element.scrollTop, heightsOf(count, rowPx, windowPx)));
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => element.removeEventListener("scroll", onScroll);
  }, [take, count, rowPx, windowPx]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWindowPx(Math.max(rowPx, element.clientHeight - headPx)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [rowPx, headPx]);

  const goTo = (offset: number): void => {
    const top = offset - place.current.shift;
    const fits = top >= 0 && top <= heights.element - windowPx && heights.whole !== heights.element;
    take(fits ? { top, shift: place.current.shift } : placeOf(offset, heights));
  };
  const offset = (): number => place.current.top + place.current.shift;
  const shown = Math.ceil(windowPx / rowPx);
  return {
    scroller,
    top: seen.row,
    first: Math.max(0, seen.row - OVERSCAN),
    last: Math.min(count - 1, seen.row + shown + OVERSCAN),
    elementPx: heights.element,
    topOf: (index) => index * rowPx - seen.shift,
    reveal(index) {
      const from = index * rowPx;
      if (from < offset()) goTo(from);
      else if (from + rowPx > offset() + windowPx) goTo(from + rowPx - windowPx);
    },
    shiftBy: (rows) => goTo(offset() + rows * rowPx),
  };
}
