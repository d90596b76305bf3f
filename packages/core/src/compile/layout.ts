/**
 * How a loaded source looks to the compiler: which column of the record tables holds which canonical field.
 * Record tables (`left`, `right`) hold the original cells as `c1 … cn`, `content_hash` (NULL where nothing has asked for it yet), a typed
 * column `f<i>` for each field that is not simply a cell, and `x<i>` for texts that did not convert but are kept (`onInvalid: keep`).
 */
import type { FieldType, Side } from "../plan/vocabulary.ts";
import type { Expr, SqlType } from "../dialect/nodes.ts";
import { column, dateType, decimalType, textType } from "../dialect/build.ts";

export interface FieldLayout {
  readonly name: string;
  readonly type: FieldType;
  /** 1-based position in the plan's `fields`. */
  readonly index: number;
  /** Width and scale of number and money, the same on both sides. */
  readonly decimal?: { readonly width: 18 | 38; readonly scale: number };
  /** Whether unconverted texts are kept in `x<i>`. */
  readonly kept: boolean;
  /** Whether records whose original cells are equal, one by one, have equal values in this field. */
  readonly follows?: boolean;
  /** The original column whose text is the value as it is, where that is the same one on both sides. */
  readonly cell?: string;
}

export interface RoleLayout {
  readonly amount?: FieldLayout;
  readonly currency?: FieldLayout;
  readonly date?: FieldLayout;
}

export interface Layout {
  readonly fields: readonly FieldLayout[];
  readonly roles: RoleLayout;
  /** Number of original columns a side. */
  readonly columnCount: Readonly<Record<Side, number>>;
}

/** Name of the n-th original column, 0-based, in record tables and inside `src`. */
export const cellName = (position: number): string => `c${position + 1}`;
export const cellNames = (count: number): string[] => Array.from({ length: count }, (_, i) => cellName(i));

export const valueName = (field: FieldLayout): string => `f${field.index}`;
export const keptName = (field: FieldLayout): string => `x${field.index}`;
export const value = (field: FieldLayout, alias?: string): Expr => column(valueName(field), alias);
export const kept = (field: FieldLayout, alias?: string): Expr => column(keptName(field), alias);

/** Names of the columns that carry these fields in the tables of open records. */
export function fieldColumns(fields: readonly FieldLayout[]): string[] {
  return fields.flatMap((field) => (field.kept ? [valueName(field), keptName(field)] : [valueName(field)]));
}

export function sqlType(field: FieldLayout): SqlType {
  if (field.decimal !== undefined) return decimalType(field.decimal.width, field.decimal.scale);
  return field.type === "date" ? dateType : textType;
}

export function fieldNamed(layout: Layout, name: string): FieldLayout {
  const field = layout.fields.find((candidate) => candidate.name === name);
  if (field === undefined) throw new Error(`no field ${name}: the plan was not checked`);
  return field;
}

export const recordTable = (side: Side): string => side;
/** View over a record table with `row_id`, `content_hash`, the original cells and one column per canonical field. */
export const recordView = (side: Side): string => `${side}_records`;
/** The same view once outcomes are in place, with `outcome`, `same`, `pass`, `group_id` and `reason`. */
export const classifiedView = (side: Side): string => `${side}_classified`;
export const openTable = (side: Side, pass: number): string => `p${pass}_open_${side}`;
/** Rejected and excluded records: row_id, outcome, reason. */
export const setAsideTable = (side: Side): string => `${side}_set_aside`;
