import { ReconError } from "@recon/core";
import type { ReadLimits, ResolvedSource } from "../source.ts";
import { RecordReader } from "./json-row.ts";
import { PropertyNames } from "./property-names.ts";
import { recordSource } from "./read-records.ts";

/** What the first pass over a file finds: where its records are and which properties they have. */
export interface FoundRecords {
  /** Dotted path of the array of records; undefined when the document itself is the array, or for NDJSON. */
  readonly records: string | undefined;
  readonly columns: ReadonlyMap<string, number>;
}

/** An array that may hold the records: it does if its first element is an object. */
interface Candidate {
  readonly names: PropertyNames;
  readonly holdsObjects: boolean;
}

/** Reads the whole file once. Throws `INPUT_TRUNCATED` if it is cut off, `INPUT_FORMAT` if the records are not certain. */
export async function findRecords(
  path: string,
  resolved: ResolvedSource,
  limits: Required<ReadLimits>,
): Promise<FoundRecords> {
  const source = recordSource(path, resolved, limits);
  const reader = new RecordReader();
  const candidates = new Map<string | undefined, Candidate>();
  for await (const batch of source.batches()) {
    for (const raw of batch) {
      const known = candidates.get(raw.array);
      const candidate = known ?? { names: new PropertyNames(path), holdsObjects: raw.bytes[0] === 0x7b };
      if (known === undefined) candidates.set(raw.array, candidate);
      if (raw.array !== undefined && !candidate.holdsObjects && resolved.options.records === undefined) continue;
      const { parsed } = reader.read(raw);
      if (parsed.kind === "record") candidate.names.add(parsed.names);
    }
  }
  const records = chooseArray({ path, resolved, arrays: source.arrays(), candidates });
  return { records, columns: candidates.get(records)?.names.columns ?? new Map() };
}

interface Choice {
  readonly path: string;
  readonly resolved: ResolvedSource;
  readonly arrays: readonly (string | undefined)[];
  readonly candidates: ReadonlyMap<string | undefined, Candidate>;
}

function chooseArray({ path, resolved, arrays, candidates }: Choice): string | undefined {
  const { records } = resolved.options;
  const fault = (message: string) => new ReconError("INPUT_FORMAT", message, { at: { file: path } });
  if (resolved.format === "ndjson" || arrays.includes(undefined)) return undefined;
  if (records !== undefined) {
    if (arrays.includes(records)) return records;
    throw fault(
      `${path} has no property ${JSON.stringify(records)}. Correct \`records\` in the options, or leave it out.`,
    );
  }
  const holders = arrays.filter((array) => candidates.get(array)?.holdsObjects === true);
  if (holders.length === 1) return holders[0];
  // A lone array without elements is a file of no records.
  if (holders.length === 0 && arrays.length === 1 && !candidates.has(arrays[0])) return arrays[0];
  const found = holders.length === 0 ? "no array of objects" : `several arrays of objects (${holders.join(", ")})`;
  throw fault(
    `${path} has ${found} right under the top. Name the array of records in \`records\`, such as \`data.items\`.`,
  );
}
