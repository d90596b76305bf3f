/** What makes two names the same name: case and Unicode form do not. */
export function nameKey(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}
