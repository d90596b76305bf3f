/** What the inspector, a process apart from the API, is asked for: everything that opens files which strangers uploaded. */
import type { Plan, SourceOptions } from "@recon/core";
import type { GuessedHeader, ResolvedSource, SourceFormat, SourceProfile } from "@recon/formats";
import type { VerificationReport } from "@recon/verify";

export interface ReadSpec {
  readonly format?: SourceFormat | undefined;
  readonly options?: SourceOptions | undefined;
}

export type InspectRequest =
  | { readonly kind: "profile"; readonly path: string; readonly spec: ReadSpec; readonly rejectsPath: string }
  | { readonly kind: "preview"; readonly path: string; readonly spec: ReadSpec; readonly rows: number }
  | { readonly kind: "columns"; readonly paths: readonly string[]; readonly spec: ReadSpec }
  | {
      readonly kind: "propose";
      readonly left: ReadSpec & { readonly file: string };
      readonly right: ReadSpec & { readonly file: string };
      readonly planDir: string;
      readonly name: string;
    }
  | {
      readonly kind: "verify";
      readonly folder: string;
      readonly left: readonly string[];
      readonly right: readonly string[];
      readonly expect: string;
    };

export interface Profiled {
  readonly resolved: ResolvedSource;
  readonly header: readonly string[];
  readonly profile: SourceProfile;
  /** The header was not in the first row and nobody said where: what was taken. */
  readonly guessed: GuessedHeader | null;
  /** XLSX: the workbook's sheets. */
  readonly sheets: readonly string[] | null;
  readonly repeated: { readonly records: number; readonly isExact: boolean };
}

export type PreviewRow =
  | { readonly kind: "record"; readonly line: number; readonly cells: (string | null)[] }
  | { readonly kind: "reject"; readonly line: number; readonly text: string; readonly reason: string };

export interface Previewed {
  readonly resolved: ResolvedSource;
  readonly header: readonly string[];
  readonly rows: PreviewRow[];
  readonly isWhole: boolean;
}

export interface Proposed {
  readonly plan: Plan;
  readonly text: string;
  readonly questions: readonly string[];
}

export interface InspectResults {
  readonly profile: Profiled;
  readonly preview: Previewed;
  readonly columns: { readonly headers: readonly (readonly string[])[] };
  readonly propose: Proposed;
  readonly verify: VerificationReport;
}
