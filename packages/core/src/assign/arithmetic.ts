/** Exact integer arithmetic: plain numbers where every sum stays below 2^53, bigint where it may not. */
export interface Arithmetic<T> {
  readonly zero: T;
  add(a: T, b: T): T;
  subtract(a: T, b: T): T;
  isLess(a: T, b: T): boolean;
}

export const numberArithmetic: Arithmetic<number> = {
  zero: 0,
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  isLess: (a, b) => a < b,
};

export const bigintArithmetic: Arithmetic<bigint> = {
  zero: 0n,
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  isLess: (a, b) => a < b,
};
