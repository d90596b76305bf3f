import { createHash } from "node:crypto";
import { groupHashes, recordHashes, NO_PASS, type OutputInput } from "@recon/core";
import type { Row, Session } from "../engine/session.ts";

const MODULUS = 1n << 256n;

interface Sum {
  count: number;
  sum: bigint;
}

/** The hash of what a run found, independent of order, paths, times and engine (docs/result-set.md, "Hashes"). */
export async function computeResultHash(session: Session, input: OutputInput): Promise<string> {
  const records = new Map<string, Sum>();
  const groups = new Map<string, Sum>();
  const passName = (row: Row): string =>
    Number(row["pass"]) === NO_PASS ? "" : input.passes[Number(row["pass"])]!.compiled.name;
  for (const row of await session.rows(recordHashes("left"))) {
    const pass = passName(row);
    add(records, ["left", String(row["outcome"]), pass], row["records"], hashSum(row));
    if (row["same"] !== true) continue;
    // Both records and the group of a pair with equal contents carry one and the same hash.
    add(records, ["right", String(row["outcome"]), pass], row["records"], hashSum(row));
    add(groups, ["1:1", pass, "matched"], row["records"], hashSum(row));
  }
  for (const row of await session.rows(recordHashes("right"))) {
    add(records, ["right", String(row["outcome"]), passName(row)], row["records"], hashSum(row));
  }
  const others = groupHashes(input);
  for (const row of others === undefined ? [] : await session.rows(others)) {
    add(groups, [String(row["kind"]), String(row["pass"]), String(row["status"])], row["groups"], hashSum(row));
  }
  const document = `{"groups":${canonicalList(groups)},"records":${canonicalList(records)}}`;
  return createHash("sha256").update(document).digest("hex");
}

function hashSum(row: Row): bigint {
  return ["h0", "h1", "h2", "h3"].reduce(
    (sum, part) => (sum << 64n) + BigInt(row[part] === null ? 0 : String(row[part])),
    0n,
  );
}

function add(sums: Map<string, Sum>, key: readonly string[], count: Row[string] | undefined, sum: bigint): void {
  const id = JSON.stringify(key);
  const entry = sums.get(id) ?? { count: 0, sum: 0n };
  entry.count += Number(count);
  entry.sum = (entry.sum + sum) % MODULUS;
  sums.set(id, entry);
}

function canonicalList(sums: ReadonlyMap<string, Sum>): string {
  const rows = [...sums].map(
    ([key, { count, sum }]) => `${key.slice(0, -1)},${count},"${sum.toString(16).padStart(64, "0")}"]`,
  );
  return `[${rows.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).join(",")}]`;
}
