import type { Side } from "@recon/core";

/** One of something for each side. */
export type BothSides<T> = Readonly<Record<Side, T>>;
