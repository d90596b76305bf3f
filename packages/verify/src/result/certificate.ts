/** certificate.json and summary.json as typed data, read without trust. */
import { groupKinds, outcomes, type GroupKind, type Outcome, type Side } from "@recon/core";
import {
  GuardFault,
  readBoolean,
  readCount,
  readDecimal,
  readList,
  readObject,
  readSha256,
  readText,
  readTotals,
} from "./json-guard.ts";

export interface SourceEntry {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly records: number;
}

interface FileEntry {
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** What certificate and summary both say. */
interface RunFacts {
  readonly runId: string;
  readonly engine: string;
  readonly planHash: string;
  readonly resultHash: string;
  readonly balanced: boolean;
  readonly startedAt: string;
}

export interface Certificate extends RunFacts {
  readonly sources: Readonly<Record<Side, readonly SourceEntry[]>>;
  readonly controlTotals: Readonly<Record<Side, ReadonlyMap<string, string>>>;
  readonly files: ReadonlyMap<string, FileEntry>;
}

export interface SideSummary {
  readonly rows: number;
  readonly counts: ReadonlyMap<Outcome, number>;
  readonly amountUnknown: number;
  readonly totals: ReadonlyMap<string, ReadonlyMap<Outcome, string>>;
}

export interface Summary extends RunFacts {
  readonly sides: Readonly<Record<Side, SideSummary>>;
  readonly groups: ReadonlyMap<GroupKind, number>;
}

export function parseCertificate(bytes: Uint8Array): Certificate {
  const object = readObject(parseJson(bytes), "certificate");
  const sources = readObject(object.get("sources"), "sources");
  const controlTotals = readObject(object.get("controlTotals"), "controlTotals");
  readText(object, "version", "certificate");
  const files = readObject(object.get("files"), "files");
  return {
    ...readFacts(object, "certificate"),
    sources: bothSides((side) => readList(sources.get(side), `sources.${side}`).map(readSource)),
    controlTotals: bothSides((side) => readTotals(controlTotals.get(side), `controlTotals.${side}`)),
    files: new Map([...files].map(([name, value]) => [name, readFileEntry(value, `files.${name}`)])),
  };
}

export function parseSummary(bytes: Uint8Array): Summary {
  const object = readObject(parseJson(bytes), "summary");
  readElapsed(object.get("elapsedMs"));
  const groups = readObject(object.get("groups"), "groups");
  return {
    ...readFacts(object, "summary"),
    sides: bothSides((side) => readSideSummary(object.get(side), side)),
    groups: new Map(groupKinds.map((kind) => [kind, readCount(groups, kind, "groups")])),
  };
}

export function bothSides<Value>(make: (side: Side) => Value): Record<Side, Value> {
  return { left: make("left"), right: make("right") };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (cause) {
    throw new GuardFault(`no JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function readFacts(object: ReadonlyMap<string, unknown>, path: string): RunFacts {
  if (object.get("formatVersion") !== 1) throw new GuardFault(`${path}.formatVersion is not 1`);
  return {
    runId: readText(object, "runId", path),
    engine: readText(object, "engine", path),
    planHash: readSha256(object, "planHash", path),
    resultHash: readSha256(object, "resultHash", path),
    balanced: readBoolean(object, "balanced", path),
    startedAt: readText(object, "startedAt", path),
  };
}

function readElapsed(value: unknown): void {
  if (typeof value !== "number" || !(value >= 0)) throw new GuardFault("summary.elapsedMs is no duration");
}

function readSource(value: unknown, index: number): SourceEntry {
  const path = `sources[${index}]`;
  const object = readObject(value, path);
  return {
    path: readText(object, "path", path),
    ...readFileEntry(value, path),
    records: readCount(object, "records", path),
  };
}

function readFileEntry(value: unknown, path: string): FileEntry {
  const object = readObject(value, path);
  return { sizeBytes: readCount(object, "sizeBytes", path), sha256: readSha256(object, "sha256", path) };
}

function readSideSummary(value: unknown, side: Side): SideSummary {
  const object = readObject(value, side);
  const totals = readObject(object.get("totals"), `${side}.totals`);
  const perCurrency = [...totals].map(([currency, entry]) => {
    const path = `${side}.totals.${currency}`;
    const amounts = readObject(entry, path);
    return [currency, new Map(outcomes.map((outcome) => [outcome, readDecimal(amounts, outcome, path)]))] as const;
  });
  return {
    rows: readCount(object, "rows", side),
    counts: new Map(outcomes.map((outcome) => [outcome, readCount(object, outcome, side)])),
    amountUnknown: readCount(object, "amountUnknown", side),
    totals: new Map(perCurrency),
  };
}
