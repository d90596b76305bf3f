/** What a variable's text means, or why it means nothing. */
export type Reading<T> = { readonly value: T } | { readonly wrong: string };

/** One variable of the environment. The table in docs/operations.md is made from these. */
export interface Setting<T> {
  readonly about: string;
  /** A value that would be accepted, shown beside every fault. */
  readonly example: string;
  /** How the default reads in the documentation. */
  readonly otherwise?: string;
  /** Only the length of its value is ever shown. */
  readonly secret?: true;
  /** Without it a production server does not start. */
  readonly neededInProduction?: true;
  read(text: string): Reading<T>;
}
