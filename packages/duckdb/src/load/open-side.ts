import { isAbsolute, relative, sep } from "node:path";
import { ReconError, type ColumnRef, type Field, type Plan, type Side, type Source } from "@recon/core";
import { detectSource, openSource, resolveFiles, type SourceFile } from "@recon/formats";

/** A source of the plan with its files found, detected and opened; nothing loaded yet. */
export interface OpenedSide {
  readonly side: Side;
  readonly source: Source;
  readonly files: readonly OpenedFile[];
  /** Header of the first file; the others hold the same columns, perhaps in another order. */
  readonly header: readonly string[];
}

export interface OpenedFile {
  /** As the plan or the command line names it. */
  readonly name: string;
  readonly file: SourceFile;
}

export interface OpenOptions {
  /** Folder that relative paths start from. */
  readonly baseDir: string;
}

export async function openSide(side: Side, source: Source, options: OpenOptions): Promise<OpenedSide> {
  const names = await resolveFiles(source.files, options.baseDir);
  const files: OpenedFile[] = [];
  for (const path of names) {
    const resolved = await detectSource(path, { format: source.format, options: source.options });
    files.push({ name: shownName(path, options.baseDir), file: await openSource(path, resolved) });
  }
  const header = files[0]!.file.header;
  for (const { file } of files) {
    requireDistinct(file);
    requireSameColumns(file, files[0]!.file);
  }
  return { side, source, files, header };
}

/** A path as a person would name it from where the plan lies; certificates carry no path of the machine that made them. */
function shownName(path: string, baseDir: string): string {
  const short = relative(baseDir, path);
  return short === "" || short.startsWith("..") || isAbsolute(short) ? path : short.split(sep).join("/");
}

function requireDistinct(file: SourceFile): void {
  const seen = new Map<string, number>();
  for (const [position, name] of file.header.entries()) {
    const earlier = seen.get(name);
    if (earlier !== undefined) {
      throw new ReconError(
        "COLUMN_DUPLICATE",
        `${file.path}: the column "${name}" occurs twice (columns ${earlier + 1} and ${position + 1}); rename one in the header`,
        { at: { file: file.path, line: 1 } },
      );
    }
    seen.set(name, position);
  }
}

function requireSameColumns(file: SourceFile, first: SourceFile): void {
  const missing = first.header.filter((name) => !file.header.includes(name));
  const extra = file.header.filter((name) => !first.header.includes(name));
  if (missing.length === 0 && extra.length === 0) return;
  const parts = [
    ...(missing.length === 0 ? [] : [`lacks ${missing.map((name) => `"${name}"`).join(", ")}`]),
    ...(extra.length === 0 ? [] : [`has also ${extra.map((name) => `"${name}"`).join(", ")}`]),
  ];
  throw new ReconError(
    "INPUT_FORMAT",
    `${file.path}: its columns are not those of ${first.path}: it ${parts.join(" and ")}`,
    {
      at: { file: file.path, line: 1 },
    },
  );
}

/** Headers a column reference names. */
export function referencedHeaders(ref: ColumnRef): string[] {
  if (typeof ref === "string") return [ref];
  if ("debit" in ref) return [ref.debit, ref.credit];
  return "column" in ref ? [ref.column] : [];
}

export const columnRef = (name: string, field: Field, side: Side): ColumnRef => field[side] ?? name;

/** Checks that every column the plan names is there; offers the nearest name where it is not. */
export function requireColumns(
  plan: Plan,
  opened: OpenedSide,
  didYouMean: (name: string, candidates: readonly string[]) => string,
): void {
  for (const [name, field] of Object.entries(plan.fields)) {
    for (const header of referencedHeaders(columnRef(name, field, opened.side))) {
      if (opened.header.includes(header)) continue;
      const file = opened.files[0]!.name;
      throw new ReconError(
        "COLUMN_UNKNOWN",
        `${file}: there is no column "${header}" (field "${name}", ${opened.side} side)${didYouMean(header, opened.header)}; ` +
          `the columns are ${opened.header.map((column) => `"${column}"`).join(", ")}`,
        { at: { file, path: `fields.${name}.${opened.side}` } },
      );
    }
  }
}
