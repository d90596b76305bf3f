/** One injected fault: a small program with the cause that is known to be true. */
export interface Fault {
  readonly id: string;
  /** The true cause's id, or the verdict that is right for a control. */
  readonly cause: string;
  /** For double faults: the cause that shows once the first is mended. */
  readonly behind?: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Modes other than 755. */
  readonly modes?: Readonly<Record<string, number>>;
  /** Commands run in the fault's folder before; the first word is looked for, and the fault skipped without it. */
  readonly build?: readonly (readonly string[])[];
  readonly argv: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly source?: string;
  /** Things of the outer world that belong to the fault; what it returns takes them away again. */
  readonly world?: (folder: string) => Promise<() => Promise<void>>;
  readonly needsRoot?: boolean;
}

export const control = { healthy: "healthy", ambiguous: "cannot-tell" } as const;
