import type { Command } from "commander";
import type { Outcome } from "../main.ts";

export function addShow(program: Command, outcome: Outcome): void {
  void program;
  void outcome;
}
