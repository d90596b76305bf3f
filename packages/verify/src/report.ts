/** What the verifier hands back, and the log that checks write their findings to. */
import type { Side } from "@recon/core";

export const checkNames = [
  "expect",
  "files",
  "plan",
  "records",
  "exclusivity",
  "conservation",
  "matches",
  "completeness",
  "resultHash",
  "sources",
] as const;
export type CheckName = (typeof checkNames)[number];

export interface FindingPlace {
  readonly file?: string;
  readonly side?: Side;
  /** 1-based, as in the files. */
  readonly rowId?: number;
  readonly groupId?: number;
}

export interface Finding {
  readonly check: CheckName;
  readonly message: string;
  readonly at?: FindingPlace;
}

export interface CheckResult {
  readonly name: CheckName;
  readonly ok: boolean;
  /** What was looked at, what could not be, and how many findings there were. */
  readonly detail: string;
}

/** The verifier's verdict: `ok` only when every check ran to its end without a finding. */
export interface VerificationReport {
  readonly ok: boolean;
  /** sha256 of certificate.json; empty when there is none. */
  readonly certificateHash: string;
  readonly checks: readonly CheckResult[];
  /** The first hundred. */
  readonly findings: readonly Finding[];
  /** All of them, kept or not. */
  readonly findingCount: number;
}

const KEPT_FINDINGS = 100;

export class CheckLog {
  readonly findings: Finding[] = [];
  readonly #counts = new Map<CheckName, number>();
  readonly #details = new Map<CheckName, string[]>();

  find(check: CheckName, message: string, at?: FindingPlace): void {
    this.#counts.set(check, this.countOf(check) + 1);
    // Texts of a crafted folder may be megabytes long.
    const cut = message.length > 500 ? `${message.slice(0, 500)}…` : message;
    if (this.findings.length < KEPT_FINDINGS) this.findings.push({ check, message: cut, ...(at ? { at } : {}) });
  }

  /** Adds to the check's detail and marks it as begun. */
  note(check: CheckName, text: string): void {
    this.#details.set(check, [...(this.#details.get(check) ?? []), text]);
  }

  countOf(check: CheckName): number {
    return this.#counts.get(check) ?? 0;
  }

  report(certificateHash: string): VerificationReport {
    const begun = checkNames.filter((name) => this.#details.has(name) || this.#counts.has(name));
    const checks = begun.map((name) => {
      const count = this.countOf(name);
      const parts = [
        ...(this.#details.get(name) ?? []),
        ...(count > 0 ? [`${count} finding${count > 1 ? "s" : ""}`] : []),
      ];
      return { name, ok: count === 0, detail: parts.join("; ") };
    });
    const findingCount = [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
    return { ok: findingCount === 0, certificateHash, checks, findings: this.findings, findingCount };
  }
}
