import type { ReactNode } from "react";
import { Text } from "@mantine/core";
import { placesOf } from "./trend.ts";
import classes from "./trend-line.module.css";

const [WIDTH, HEIGHT, MARGIN] = [200, 40, 4];

interface TrendLineProps {
  readonly label: string;
  readonly figure: ReactNode;
  /** Decimal texts, oldest first; null where unknown. */
  readonly values: readonly (string | null)[];
  readonly colour: "matched" | "differs" | "unmatched";
}

/** A figure as it stands by now, over the line that led there; the table below says the same in figures. */
export function TrendLine({ label, figure, values, colour }: TrendLineProps) {
  const places = placesOf(values).map(({ x, y }) => ({
    x: MARGIN + x * (WIDTH - 2 * MARGIN),
    y: HEIGHT - MARGIN - y * (HEIGHT - 2 * MARGIN),
  }));
  const last = places.at(-1);
  return (
    <div>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <div className={classes.figure}>{figure}</div>
      {last !== undefined && places.length > 1 && (
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={classes.line} data-colour={colour} aria-hidden>
          <polyline points={places.map(({ x, y }) => `${x},${y}`).join(" ")} />
          <circle cx={last.x} cy={last.y} r={3} />
        </svg>
      )}
    </div>
  );
}
