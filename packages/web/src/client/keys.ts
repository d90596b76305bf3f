import { useEffect, useEffectEvent, useSyncExternalStore } from "react";

export interface Key {
  /** `KeyboardEvent.key`, or `mod+k` for Ctrl or ⌘. */
  readonly keys: string;
  /** What it does, as the list of keys tells it. */
  readonly does: string;
  readonly run: () => void;
}

interface Section {
  readonly title: string;
  readonly keys: readonly Omit<Key, "run">[];
}

const names: Readonly<Record<string, string>> = {
  Escape: "Esc",
  ArrowDown: "↓",
  ArrowUp: "↑",
  "mod+k": navigator.platform.startsWith("Mac") ? "⌘ K" : "Ctrl K",
};

/** A key as it is printed on the keyboard. */
export const keyName = (keys: string): string => names[keys] ?? keys.toUpperCase();

let sections: readonly Section[] = [];
const listeners = new Set<() => void>();

function tell(next: readonly Section[]): void {
  sections = next;
  for (const listener of listeners) listener();
}

/** What the keyboard does at this moment, by part of the screen. */
export const useKeyList = (): readonly Section[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => sections,
  );

/** Binds keys for as long as the component is there, and lists them for `?`. */
export function useKeys(title: string, keys: readonly Key[]): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const found = keys.find((key) => isPressed(key.keys, event));
    if (found === undefined) return;
    event.preventDefault();
    found.run();
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => press(event);
    document.addEventListener("keydown", hear);
    return () => document.removeEventListener("keydown", hear);
  }, []);
  const told = JSON.stringify(keys.map(({ keys, does }) => ({ keys, does })));
  useEffect(() => {
    const section: Section = { title, keys: JSON.parse(told) as Section["keys"] };
    tell([...sections, section]);
    return () => tell(sections.filter((other) => other !== section));
  }, [title, told]);
}

function isPressed(keys: string, event: KeyboardEvent): boolean {
  if (keys.startsWith("mod+"))
    return (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === keys.slice("mod+".length);
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isBusyElsewhere(event)) return false;
  return event.key === keys;
}

/** Somebody is writing, or a dialog or menu has the keyboard. */
function isBusyElsewhere({ target }: KeyboardEvent): boolean {
  const isWriting =
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input:not([type=checkbox]), textarea, select"));
  return isWriting || document.querySelector('[role="dialog"], [role="menu"]') !== null;
}
