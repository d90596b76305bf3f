import { serveExit, StartFailure, type Failure } from "./failure.ts";
import { explainDisk } from "./failures/explain-disk.ts";
import { explainLimits } from "./failures/explain-limits.ts";
import { explainModule } from "./failures/explain-module.ts";
import { explainSecrets } from "./failures/explain-secrets.ts";
import { explainStore } from "./failures/explain-store.ts";
import type { Phase } from "./phases.ts";

/** Turns one kind of error into words; undefined when it is another kind. */
export type Analyzer = (error: Error & { code?: unknown }, phase: Phase) => Failure | undefined;

const analyzers: readonly Analyzer[] = [explainSecrets, explainStore, explainModule, explainDisk, explainLimits];

/** Why the server ended, for every error there can be. */
export function analyzeFailure(error: unknown, phase: Phase): Failure {
  const found = causes(error).flatMap((link) => explain(link, phase) ?? []);
  // That a migration failed says less than why it did.
  return found.find(({ code }) => code !== "MIGRATION_FAILED") ?? found[0] ?? unknownFailure(error, phase);
}

function explain(error: Error, phase: Phase): Failure | undefined {
  if (error instanceof StartFailure) return error.failure;
  for (const analyzer of analyzers) {
    const failure = analyzer(error, phase);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

/** The error and what caused it, outermost first; a cycle ends it. */
function causes(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let one = error; one instanceof Error && !chain.includes(one); one = one.cause) {
    chain.push(one);
    if (one instanceof AggregateError) chain.push(...one.errors.filter((each) => each instanceof Error));
  }
  return chain;
}

function unknownFailure(error: unknown, phase: Phase): Failure {
  const where = phase === "ready" ? "while serving" : `in phase ${phase}`;
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    code: "BUG",
    description: `an error that was not foreseen ${where}: ${words}`,
    action: "This is a bug in recon; please report it with the lines above.",
    exitCode: serveExit.bug,
  };
}
