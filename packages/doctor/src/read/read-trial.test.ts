import { expect, it } from "vitest";
import { evidence } from "../evidence/evidence.ts";
import { unite } from "./read-trial.ts";

const at = (port: number): { host: string; port: number } => ({ host: "127.0.0.1", port });

it("a service that answered at last is not down; another one still is", () => {
  const early = [
    evidence("ports.dependency-down", "5432 does not answer", at(5432)),
    evidence("ports.dependency-down", "6379 does not answer", at(6379)),
  ];
  const late = [evidence("ports.dependency-up-now", "5432 answers now", at(5432))];
  expect(unite(early, late).map(({ id, detail }) => [id, detail["port"]])).toEqual([
    ["ports.dependency-down", 6379],
    ["ports.dependency-up-now", 5432],
  ]);
});
