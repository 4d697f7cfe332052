import { createBigNumberClass, createComplexClass } from 'mathjs'

/**
 * The two number classes of mathjs that this house computes with. They are made on first use, so that importing the
 * library costs nothing, and nothing else of mathjs is bundled: no parser, no evaluator.
 */
declare module 'mathjs' {
  /** Present at run time, absent from the package's types. */
  export function createComplexClass(dependencies: object): unknown
  /** Present at run time, absent from the package's types. */
  export function createBigNumberClass(dependencies: object): unknown
}

export interface ComplexNumber {
  readonly re: number
  readonly im: number
  exp(): ComplexNumber
  log(): ComplexNumber
  sqrt(): ComplexNumber
  pow(exponent: ComplexNumber): ComplexNumber
  sin(): ComplexNumber
  cos(): ComplexNumber
  tan(): ComplexNumber
  asin(): ComplexNumber
  acos(): ComplexNumber
  atan(): ComplexNumber
  sinh(): ComplexNumber
  cosh(): ComplexNumber
  tanh(): ComplexNumber
  asinh(): ComplexNumber
  acosh(): ComplexNumber
  atanh(): ComplexNumber
}

let complexClass: (new (re: number, im: number) => ComplexNumber) | undefined

export function complexNumber(re: number, im: number): ComplexNumber {
  complexClass ??= createComplexClass({}) as new (re: number, im: number) => ComplexNumber
  return new complexClass(re, im)
}

export interface BigNumber {
  plus(other: BigNumber): BigNumber
  minus(other: BigNumber): BigNumber
  times(other: BigNumber): BigNumber
  div(other: BigNumber): BigNumber
  pow(exponent: BigNumber): BigNumber
  neg(): BigNumber
  abs(): BigNumber
  sqrt(): BigNumber
  exp(): BigNumber
  ln(): BigNumber
  sin(): BigNumber
  cos(): BigNumber
  tan(): BigNumber
  asin(): BigNumber
  acos(): BigNumber
  atan(): BigNumber
  sinh(): BigNumber
  cosh(): BigNumber
  tanh(): BigNumber
  lt(other: BigNumber): boolean
  isFinite(): boolean
  isZero(): boolean
  isNegative(): boolean
  toNumber(): number
}

/** Significant digits of a BigNumber. */
export const BIG_DIGITS = 64

let bigNumberClass: (new (value: string | number) => BigNumber) | undefined

export function bigNumber(value: string | number): BigNumber {
  bigNumberClass ??= createBigNumberClass({ config: { precision: BIG_DIGITS } }) as new (
    value: string | number,
  ) => BigNumber
  return new bigNumberClass(value)
}
