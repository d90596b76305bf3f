/** What the doctor's caller can mend: `usage` ends with exit code 2, `access` with 4. */
export class DoctorError extends Error {
  readonly kind: "usage" | "access";

  constructor(kind: "usage" | "access", message: string) {
    super(message);
    this.name = "DoctorError";
    this.kind = kind;
  }
}
