import { useHotkeys } from "@mantine/hooks";

interface TriageKeys {
  readonly onMove: (step: number) => void;
  readonly onClose: () => void;
}

/** Moving through the list without leaving the keyboard; what decides stands at the buttons of the inspector. */
export function useTriageKeys({ onMove, onClose }: TriageKeys): void {
  useHotkeys([
    ["j", () => onMove(1)],
    ["k", () => onMove(-1)],
    ["Escape", onClose],
  ]);
}
