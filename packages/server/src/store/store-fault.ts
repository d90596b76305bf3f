/** What keeps a store from being opened; the launcher explains it and picks the exit code. */
export type StoreFaultCode = "STORE_IN_USE" | "STORE_NEWER" | "MIGRATION_FAILED";

export class StoreFault extends Error {
  override readonly name = "StoreFault";
  readonly code: StoreFaultCode;

  constructor(code: StoreFaultCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}
