import { describe, expect, it } from "vitest";
import { readHistory } from "./own-server.ts";

const NOW = Date.parse("2026-11-25T12:00:00Z");
const line = (fields: Record<string, unknown>): string => JSON.stringify({ v: 1, pid: 1, ...fields });
const start = (instanceId: string, minute: number): string =>
  line({ event: "started", instanceId, at: `2026-11-25T11:5${minute}:00Z` });
const end = (instanceId: string, minute: number): string =>
  line({
    event: "ended",
    instanceId,
    at: `2026-11-25T11:5${minute}:01Z`,
    exitCode: 78,
    phase: "configuration",
    description: "JWT_SECRET is missing",
  });

describe("the start history", () => {
  it("is a loop when starts and failures follow each other, and says the last words", () => {
    const found = readHistory(
      [start("a", 1), end("a", 1), start("b", 2), end("b", 2), start("c", 3), end("c", 3)].join("\n"),
      NOW,
    );
    expect(found[0]?.id).toBe("history.crash-loop");
    expect(found[0]?.text).toContain("JWT_SECRET is missing");
  });

  it("takes a start without an end for a kill", () => {
    const found = readHistory([start("a", 1), start("b", 2), start("c", 3)].join("\n"), NOW);
    expect(found[0]?.text).toContain("killed without a last word");
  });

  it("is no loop after one start, nor after old ones, nor with a torn line", () => {
    expect(readHistory(`${start("a", 1)}\n{"v":1,"ev`, NOW)[0]?.id).toBe("engine.healthy");
    expect(readHistory([start("a", 1), end("a", 1)].join("\n"), NOW + 3_600_000)).toEqual([]);
  });
});
