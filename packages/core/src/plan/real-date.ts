/** Whether a `YYYY-MM-DD` text names a day that exists, from year 0001 on. */
export function isRealDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  // JavaScript rolls 2026-02-30 over to March, and takes year 0000, which the engines lack.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) && !text.startsWith("0000");
}
