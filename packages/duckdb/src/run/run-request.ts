/** What a run is asked for, what it tells meanwhile, and what it reports. */
import type { Plan, Summary } from "@recon/core";
import type { OpenCounts } from "../engine/run-stages.ts";
import type { Session } from "../engine/session.ts";

export const ENGINE = "duckdb";

export const VERSION = "0.1.0";

export interface RunRequest {
  readonly plan: Plan;
  /** The run's name in summary and certificate, a UUID; default: a new one. */
  readonly runId?: string | undefined;
  /** Folder that the plan's relative paths start from. */
  readonly baseDir: string;
  /** Where the result set goes; absent: nothing is written. */
  readonly outDir?: string | undefined;
  /**
   * Where it is written before it takes its place; beside `outDir`. Whoever names it puts it in place afterwards (`EngineProcess` does) or
   * removes it; without it the run does so itself.
   */
  readonly draftDir?: string | undefined;
  /** Memory the engine may use before it spills. */
  readonly memoryBytes: number;
  readonly threads?: number | undefined;
  /** Counts and totals only (`--summary`): no result hash, and no content hashes where nothing depends on them. */
  readonly countsOnly?: boolean | undefined;
  /** Nobody watches: the engine need not count rows while a statement runs, which costs two per cent. */
  readonly unwatched?: boolean | undefined;
  /** An empty folder for spooled and spilled data; the caller removes it. */
  readonly workDir: string;
}

export interface RunReport {
  readonly summary: Summary;
  /** sha256 of certificate.json; absent when nothing was written. */
  readonly certificateHash?: string;
  readonly outDir?: string;
}

export interface RunHooks {
  onStage(name: string): void;
  /** Told after each pass but the last. */
  onOpen?(open: OpenCounts): void;
  /** Something the person should know although the run goes on. */
  onNote?(text: string): void;
  onSession?(session: Session): void;
  /** The process ends right after the run, so the engine need not give its memory back first. */
  readonly endsWithRun?: boolean;
}
