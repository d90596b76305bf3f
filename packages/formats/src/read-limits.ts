import type { ReadLimits } from "./source.ts";

const MiB = 1024 * 1024;

/** The bounds that hold where a caller sets none. */
export const defaultReadLimits: Required<ReadLimits> = {
  maxExpandedBytes: 64 * 1024 * MiB,
  maxExpansionRatio: 400,
  maxRecordBytes: 64 * MiB,
};

/** The caller's bounds with the defaults filled in. */
export function completeLimits(limits: ReadLimits = {}): Required<ReadLimits> {
  return {
    maxExpandedBytes: limits.maxExpandedBytes ?? defaultReadLimits.maxExpandedBytes,
    maxExpansionRatio: limits.maxExpansionRatio ?? defaultReadLimits.maxExpansionRatio,
    maxRecordBytes: limits.maxRecordBytes ?? defaultReadLimits.maxRecordBytes,
  };
}
