/** Exit codes of a server, after sysexits.h; a contract with supervisors. */
export const serveExit = {
  stopped: 0,
  usage: 64,
  unavailable: 69,
  bug: 70,
  system: 71,
  cannotCreate: 73,
  inputOutput: 74,
  temporary: 75,
  permission: 77,
  configuration: 78,
} as const;

/** Why a server ended, in words that a person can act on. */
export interface Failure {
  /** Stable name of the cause, such as `PORT_TAKEN`. */
  readonly code: string;
  readonly description: string;
  readonly action: string;
  readonly exitCode: number;
}

/** A failure whose words are already found where it happened. */
export class StartFailure extends Error {
  override readonly name = "StartFailure";
  readonly failure: Failure;

  constructor(failure: Failure, options: { cause?: unknown } = {}) {
    super(failure.description, options);
    this.failure = failure;
  }
}
