/** A browser draws no element taller than some 17 million pixels; beyond this height the bar stands for more than it is. */
export const TALLEST_PX = 8_000_000;

/** Where a list stands: `top` of the scroller, and how much further down the rows really are. */
export interface ScrollPlace {
  readonly top: number;
  readonly shift: number;
}

/** Heights of the whole list as it would be, of the element that stands for it, and of the window onto it. */
export interface ScrollHeights {
  readonly whole: number;
  readonly element: number;
  readonly window: number;
}

export const heightsOf = (rows: number, rowPx: number, window: number): ScrollHeights => {
  const whole = rows * rowPx;
  return { whole, element: Math.min(whole, TALLEST_PX), window };
};

const clamp = (value: number, most: number): number => Math.min(Math.max(0, value), Math.max(0, most));

/** The place at which the bar shows how far down the list an offset is. */
export function placeOf(offset: number, { whole, element, window }: ScrollHeights): ScrollPlace {
  const most = Math.max(0, whole - window);
  const at = clamp(offset, most);
  const top = most === 0 ? 0 : Math.round((at / most) * Math.max(0, element - window));
  return { top, shift: at - top };
}

/**
 * The place after the scroller moved to `top`. A wheel or a key moves the rows by as many pixels as the scroller; a
 * pull at the bar, which goes further than a window, leads to the part of the list that it stands for.
 */
export function moveTo(before: ScrollPlace, top: number, heights: ScrollHeights): ScrollPlace {
  const { whole, element, window } = heights;
  if (whole === element) return { top, shift: 0 };
  const end = Math.max(0, element - window);
  if (Math.abs(top - before.top) > window || end === 0) {
    const offset = Math.round((clamp(top, end) / Math.max(1, end)) * (whole - window));
    return { top, shift: offset - top };
  }
  const offset = clamp(top + before.shift, whole - window);
  // At an end of the bar the list must not be stuck before its own end.
  const isStuck = (top <= 0 && offset > 0) || (top >= end && offset < whole - window);
  return isStuck ? placeOf(offset, heights) : { top, shift: offset - top };
}
