import type { ReaderFailure } from "./messages.ts";

/** The reader could not answer. `why` tells callers apart from faults of the request, which arrive as they are. */
export class ReaderFault extends Error {
  override readonly name = "ReaderFault";
  readonly why: "died" | "timeout" | "overloaded" | "closed";

  constructor(why: ReaderFault["why"], message: string) {
    super(message);
    this.why = why;
  }
}

/** What the reader answered instead of a result. */
export class ReaderRefusal extends Error {
  override readonly name = "ReaderRefusal";
  readonly failure: ReaderFailure;

  constructor(failure: ReaderFailure) {
    super("message" in failure ? failure.message : failure.kind);
    this.failure = failure;
  }
}
