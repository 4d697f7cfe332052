import { createComplexClass } from 'mathjs'

/**
 * The class of complex numbers of mathjs. It is made on first use, so that importing the
 * library costs nothing, and nothing else of mathjs is bundled: no parser, no evaluator.
 */
declare module 'mathjs' {
  /** Present at run time, absent from the package's types. */
  export function createComplexClass(dependencies: object): unknown
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
