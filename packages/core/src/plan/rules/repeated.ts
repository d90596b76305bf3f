/** The indexes of names that stand earlier in the list already. */
export function repeatedIndexes(names: readonly string[]): number[] {
  const seen = new Set<string>();
  return names.flatMap((name, index) => {
    const repeated = seen.has(name);
    seen.add(name);
    return repeated ? [index] : [];
  });
}
