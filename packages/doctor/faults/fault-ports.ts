const FIRST = 41_000;
const COUNT = 400;
const BLOCKS = 40;
/** Below the ports that the system hands out by itself, and another block for each process: several laboratories may run at once. */
const base = 12_000 + (process.pid % BLOCKS) * COUNT;

/** The real port behind one that a fault names (41000 to 41399). */
export function faultPort(named: number): number {
  return base + named - FIRST;
}

/** A fault's text with the real ports in it. */
export function withFaultPorts(text: string): string {
  return text.replace(/\b41[0-3]\d\d\b/g, (named) => String(faultPort(Number(named))));
}
