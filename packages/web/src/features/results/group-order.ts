import { scaleOf, toUnits } from "@recon/api";

/** `count`, or the currency of a sum. */
export type GroupOrder = "count" | { readonly currency: string };

interface Grouped {
  readonly count: number;
  /** Exact decimal texts by currency. */
  readonly sums?: Readonly<Record<string, string>> | undefined;
}

export const currenciesOf = (groups: readonly Grouped[]): readonly string[] =>
  [...new Set(groups.flatMap(({ sums }) => Object.keys(sums ?? {})))].sort();

/** The largest first, of sums by their size, whatever the sign. Groups without a sum in the currency come last. */
export function orderGroups<T extends Grouped>(groups: readonly T[], order: GroupOrder): readonly T[] {
  if (order === "count") return [...groups].sort((one, other) => other.count - one.count);
  const sumOf = ({ sums }: T): string | undefined => sums?.[order.currency];
  const scale = Math.max(0, ...groups.map((group) => scaleOf(sumOf(group) ?? "")));
  const sizeOf = (group: T): bigint => toUnits((sumOf(group) ?? "0").replace("-", ""), scale);
  return [...groups].sort((one, other) => {
    const [first, second] = [sumOf(one), sumOf(other)];
    if (first === undefined || second === undefined) return Number(first === undefined) - Number(second === undefined);
    const [a, b] = [sizeOf(one), sizeOf(other)];
    return a === b ? 0 : a > b ? -1 : 1;
  });
}
