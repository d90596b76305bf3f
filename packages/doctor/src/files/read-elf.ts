const MACHINES: Readonly<Record<number, string>> = {
  3: "x86",
  8: "mips",
  20: "ppc",
  21: "ppc64",
  22: "s390x",
  40: "arm",
  62: "x86-64",
  183: "aarch64",
  243: "riscv",
  258: "loongarch",
};

const NODE_MACHINES: Readonly<Record<string, string>> = { x64: "x86-64", arm64: "aarch64", ia32: "x86", arm: "arm" };

export interface VersionNeed {
  readonly library: string;
  readonly version: string;
}

/** What an ELF file says about itself (System V ABI, chapters 4 and 5; version sections as in the LSB). */
export interface Elf {
  readonly machine: string;
  readonly bits: 32 | 64;
  readonly type: number;
  /** PT_INTERP: the loader that the kernel starts in the program's place. */
  readonly interpreter?: string;
  readonly needed: readonly string[];
  readonly runPaths: readonly string[];
  readonly versionNeeds: readonly VersionNeed[];
  readonly versionsDefined: readonly string[];
  readonly undefinedSymbols: readonly string[];
  readonly definedSymbols: readonly string[];
  readonly sections: readonly string[];
  /** Bytes that segments or the section table lie beyond the end of the file. */
  readonly missingBytes: number;
  readonly hasLoadSegment: boolean;
  readonly buildId?: string;
}

export function hostMachine(): string {
  return NODE_MACHINES[process.arch] ?? process.arch;
}

export function isElf(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.readUInt32BE(0) === 0x7f454c46;
}

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly sizeInFile: number;
}

interface Section {
  readonly name: number;
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

/** Reads an ELF file; undefined when it is none, or its header is cut off. */
export function readElf(bytes: Buffer): Elf | undefined {
  if (!isElf(bytes) || bytes.length < 52) return undefined;
  const reader = createReader(bytes);
  const segments = reader.segments();
  const sections = reader.sections();
  const dynamic = reader.dynamic(segments);
  const interpreter = segments.find((segment) => segment.type === 3);
  const names = sections[reader.sectionNames];
  const sectionEnd = reader.sectionsAt === 0 ? 0 : reader.sectionsAt + reader.sectionCount * reader.sectionSize;
  const end = Math.max(sectionEnd, ...segments.map((segment) => segment.offset + segment.sizeInFile), 0);
  const symbols = readSymbols(reader, sections);
  const buildId = readBuildId(reader, segments);
  return {
    machine: MACHINES[reader.u16(18)] ?? `machine ${reader.u16(18)}`,
    bits: reader.wide ? 64 : 32,
    type: reader.u16(16),
    ...(interpreter === undefined ? {} : { interpreter: reader.text(interpreter.offset) }),
    needed: dynamic.needed,
    runPaths: dynamic.runPaths,
    versionNeeds: readVersionNeeds(reader, sections),
    versionsDefined: readVersionsDefined(reader, sections),
    undefinedSymbols: symbols.filter((symbol) => !symbol.defined).map((symbol) => symbol.name),
    definedSymbols: symbols.filter((symbol) => symbol.defined).map((symbol) => symbol.name),
    sections: names === undefined ? [] : sections.map((section) => reader.text(names.offset + section.name)),
    missingBytes: Math.max(0, end - bytes.length),
    hasLoadSegment: segments.some((segment) => segment.type === 1),
    ...(buildId === undefined ? {} : { buildId }),
  };
}

type Reader = ReturnType<typeof createReader>;

function createReader(bytes: Buffer) {
  const wide = bytes[4] === 2;
  const little = bytes[5] !== 2;
  const safe = (at: number, size: number): boolean => at >= 0 && at + size <= bytes.length;
  const u16 = (at: number): number => (safe(at, 2) ? (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)) : 0);
  const u32 = (at: number): number => (safe(at, 4) ? (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)) : 0);
  const word = (at: number): number => {
    if (!wide) return u32(at);
    if (!safe(at, 8)) return 0;
    return Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
  };
  const text = (at: number): string => {
    const end = bytes.indexOf(0, at);
    return at < 0 || at >= bytes.length
      ? ""
      : bytes.toString("latin1", at, end === -1 ? Math.min(at + 256, bytes.length) : end);
  };
  const segmentsAt = word(wide ? 32 : 28);
  const sectionsAt = word(wide ? 40 : 32);
  const segmentSize = u16(wide ? 54 : 42);
  const segmentCount = u16(wide ? 56 : 44);
  const sectionSize = u16(wide ? 58 : 46);
  const sectionCount = u16(wide ? 60 : 48);
  const sectionNames = u16(wide ? 62 : 50);
  const segments = (): Segment[] =>
    Array.from({ length: segmentCount }, (_, index) => {
      const at = segmentsAt + index * segmentSize;
      return wide
        ? { type: u32(at), offset: word(at + 8), address: word(at + 16), sizeInFile: word(at + 32) }
        : { type: u32(at), offset: u32(at + 4), address: u32(at + 8), sizeInFile: u32(at + 16) };
    });
  const sections = (): Section[] =>
    sectionsAt === 0 || !safe(sectionsAt, sectionCount * sectionSize)
      ? []
      : Array.from({ length: sectionCount }, (_, index) => {
          const at = sectionsAt + index * sectionSize;
          return wide
            ? { name: u32(at), type: u32(at + 4), offset: word(at + 24), size: word(at + 32), link: u32(at + 40) }
            : { name: u32(at), type: u32(at + 4), offset: u32(at + 16), size: u32(at + 20), link: u32(at + 24) };
        });
  const dynamic = (all: readonly Segment[]): { needed: string[]; runPaths: string[] } => {
    const table = all.find((segment) => segment.type === 2);
    const step = wide ? 16 : 8;
    const entries: { tag: number; value: number }[] = [];
    for (let at = table?.offset ?? 0; table !== undefined && at < table.offset + table.sizeInFile; at += step) {
      const tag = word(at);
      if (tag === 0) break;
      entries.push({ tag, value: word(at + step / 2) });
    }
    const address = entries.find((entry) => entry.tag === 5)?.value ?? 0;
    const home = all.find(
      (segment) => segment.type === 1 && address >= segment.address && address < segment.address + segment.sizeInFile,
    );
    const strings = home === undefined ? undefined : address - home.address + home.offset;
    const named = (tag: number): string[] =>
      strings === undefined
        ? []
        : entries.filter((entry) => entry.tag === tag).map((entry) => text(strings + entry.value));
    return { needed: named(1), runPaths: [...named(15), ...named(29)].flatMap((paths) => paths.split(":")) };
  };
  return {
    wide,
    u16,
    u32,
    word,
    text,
    segments,
    sections,
    dynamic,
    sectionsAt,
    sectionSize,
    sectionCount,
    sectionNames,
    bytes,
  };
}

function readSymbols(reader: Reader, sections: readonly Section[]): { name: string; defined: boolean }[] {
  const table = sections.find((section) => section.type === 11);
  const strings = table === undefined ? undefined : sections[table.link];
  if (table === undefined || strings === undefined) return [];
  const step = reader.wide ? 24 : 16;
  const count = Math.min(table.size / step, 200_000);
  return Array.from({ length: count }, (_, index) => {
    const at = table.offset + index * step;
    return {
      name: reader.text(strings.offset + reader.u32(at)),
      defined: reader.u16(at + (reader.wide ? 6 : 14)) !== 0,
    };
  }).filter((symbol) => symbol.name !== "");
}

/** SHT_GNU_verneed: which version of which library the file was linked against. */
function readVersionNeeds(reader: Reader, sections: readonly Section[]): VersionNeed[] {
  const table = sections.find((section) => section.type === 0x6ffffffe);
  const strings = table === undefined ? undefined : sections[table.link];
  if (table === undefined || strings === undefined) return [];
  const needs: VersionNeed[] = [];
  for (let at = table.offset, more = true; more && at < table.offset + table.size;) {
    const library = reader.text(strings.offset + reader.u32(at + 4));
    let item = at + reader.u32(at + 8);
    for (let left = reader.u16(at + 2); left > 0; left -= 1) {
      const weak = (reader.u16(item + 4) & 2) !== 0;
      if (!weak) needs.push({ library, version: reader.text(strings.offset + reader.u32(item + 8)) });
      item += reader.u32(item + 12);
    }
    const next = reader.u32(at + 12);
    more = next !== 0;
    at += next;
  }
  return needs;
}

/** SHT_GNU_verdef: the versions that a library offers. */
function readVersionsDefined(reader: Reader, sections: readonly Section[]): string[] {
  const table = sections.find((section) => section.type === 0x6ffffffd);
  const strings = table === undefined ? undefined : sections[table.link];
  if (table === undefined || strings === undefined) return [];
  const names: string[] = [];
  for (let at = table.offset, more = true; more && at < table.offset + table.size;) {
    names.push(reader.text(strings.offset + reader.u32(at + reader.u32(at + 12))));
    const next = reader.u32(at + 16);
    more = next !== 0;
    at += next;
  }
  return names;
}

function readBuildId(reader: Reader, segments: readonly Segment[]): string | undefined {
  for (const { type, offset, sizeInFile } of segments) {
    if (type !== 4) continue;
    for (let at = offset; at + 12 < offset + sizeInFile;) {
      const [nameSize, size, kind] = [reader.u32(at), reader.u32(at + 4), reader.u32(at + 8)];
      const content = at + 12 + Math.ceil(nameSize / 4) * 4;
      if (kind === 3 && reader.text(at + 12) === "GNU") return reader.bytes.toString("hex", content, content + size);
      at = content + Math.ceil(size / 4) * 4;
    }
  }
  return undefined;
}
