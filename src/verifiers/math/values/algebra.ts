import { spend, type Work } from '../work.js'
import {
  addPolynomials,
  addTerm,
  commonMonomial,
  constantOf,
  constantPolynomial,
  divideByMonomial,
  divideExactly,
  generator,
  keyOf,
  leadingTerm,
  type Monomial,
  multiplyPolynomials,
  negatePolynomial,
  onlyTerm,
  type Polynomial,
  polynomialKey,
  scalePolynomial,
  single,
  type Term,
  UNITY,
} from './polynomial.js'
import { divide, floor, integer, negate, ONE, type Rational, rational, subtract } from './rational.js'

/** A quotient of two polynomials; the one below is not 0. */
export interface Fraction {
  readonly above: Polynomial
  readonly below: Polynomial
}

/** What a generator of the polynomials stands for. Its name tells two apart; equal things have equal names. */
export interface Generator {
  readonly kind:
    | 'symbol'
    | 'pi'
    | 'imaginary'
    /** The root of a prime: exponents lie between 0 and 1. */
    | 'prime'
    /** e^m for a monomial m; e itself for m = 1. */
    | 'exponential'
    /** g^m for a generator g and a monomial m. */
    | 'power'
    /** A root of a polynomial: exponents lie between 0 and 1. */
    | 'radicand'
    | 'sine'
    | 'cosine'
    | 'absolute'
    | 'logarithm'
    /** Known by its name alone. */
    | 'opaque'
  /** It contains no free symbol. */
  readonly isConstant: boolean
  /** It is never 0 and, over the reals, positive. */
  readonly isUnit: boolean
  readonly isReal: boolean
  /** No polynomial relation holds between generators of this sort. */
  readonly isIndependent: boolean
  /** The exponent of an exponential or a power. */
  readonly exponent?: Monomial
  /** The radicand, the prime, the argument of a logarithm, the inside of an absolute value. */
  readonly inner?: Polynomial
  /** sin u beside cos u. */
  readonly partner?: string
}

/** Raised where an expression has no such form: division by 0, a matrix, a set. */
export const NO_FORM = Object.freeze({ _tag: 'NoForm' as const })

export const noForm = (): never => {
  throw NO_FORM
}

/**
 * Arithmetic with quotients of polynomials over the rationals, in generators that it records: symbols, π, i, roots,
 * exponentials, and whatever else an expression contains, as something known by its name.
 */
export class Algebra {
  readonly generators = new Map<string, Generator>()

  constructor(
    readonly work: Work,
    /** Whether a letter stands for a complex number. */
    readonly isComplex: (name: string) => boolean,
  ) {}

  constant(value: Rational): Fraction {
    return { above: constantPolynomial(value), below: UNITY }
  }

  whole(value: number): Fraction {
    return this.constant(integer(value))
  }

  /** Records a generator, and returns it as a fraction. */
  entered(name: string, description: Generator, exponent: Rational = ONE): Fraction {
    this.enter(name, description)
    return { above: generator(name, exponent), below: UNITY }
  }

  enter(name: string, description: Generator): void {
    if (!this.generators.has(name)) this.generators.set(name, description)
  }

  symbol(name: string): Fraction {
    const isReal = !this.isComplex(name)
    return this.entered(name, {
      kind: 'symbol',
      isConstant: false,
      isUnit: false,
      isReal,
      isIndependent: true,
    })
  }

  imaginary(): Fraction {
    return this.entered(IMAGINARY, {
      kind: 'imaginary',
      isConstant: true,
      isUnit: false,
      isReal: false,
      isIndependent: true,
    })
  }

  pi(): Fraction {
    return this.entered(PI, {
      kind: 'pi',
      isConstant: true,
      isUnit: true,
      isReal: true,
      isIndependent: true,
    })
  }

  /** Something known by its name, made of other expressions. */
  opaque(name: string, parts: readonly Fraction[], facts: Partial<Generator> = {}): Fraction {
    return this.entered(`${name}(${parts.map(fractionKey).join(',')})`, {
      kind: 'opaque',
      isConstant: this.areConstant(parts),
      isUnit: false,
      isReal: this.areReal(parts),
      isIndependent: false,
      ...facts,
    })
  }

  areConstant(parts: readonly Fraction[]): boolean {
    return this.everyGenerator(parts, (known) => known.isConstant)
  }

  areReal(parts: readonly Fraction[]): boolean {
    return this.everyGenerator(parts, (known) => known.isReal)
  }

  areIndependent(parts: readonly Fraction[]): boolean {
    return this.everyGenerator(parts, (known) => known.isIndependent)
  }

  private everyGenerator(parts: readonly Fraction[], holds: (known: Generator) => boolean): boolean {
    return parts.every((part) =>
      [part.above, part.below].every((polynomial) =>
        [...polynomial.values()].every(({ monomial }) =>
          monomial.every(([name]) => holds(this.generators.get(name)!)),
        ),
      ),
    )
  }

  add(a: Fraction, b: Fraction): Fraction {
    if (a.below === UNITY && b.below === UNITY)
      return { above: addPolynomials(a.above, b.above, this.work), below: UNITY }
    if (polynomialKey(a.below) === polynomialKey(b.below))
      return this.lowest(addPolynomials(a.above, b.above, this.work), a.below)
    return this.lowest(
      addPolynomials(this.product(a.above, b.below), this.product(b.above, a.below), this.work),
      this.product(a.below, b.below),
    )
  }

  negate(a: Fraction): Fraction {
    return { above: negatePolynomial(a.above), below: a.below }
  }

  subtract(a: Fraction, b: Fraction): Fraction {
    return this.add(a, this.negate(b))
  }

  multiply(a: Fraction, b: Fraction): Fraction {
    const above = this.product(a.above, b.above)
    return a.below === UNITY && b.below === UNITY
      ? { above, below: UNITY }
      : this.lowest(above, this.product(a.below, b.below))
  }

  divide(a: Fraction, b: Fraction): Fraction {
    return b.above.size === 0 ? noForm() : this.multiply(a, this.lowest(b.below, b.above))
  }

  /** A product with i², roots and squares of cosines put into their usual form. */
  product(a: Polynomial, b: Polynomial): Polynomial {
    return this.reduce(multiplyPolynomials(a, b, this.work))
  }

  reduce(polynomial: Polynomial): Polynomial {
    let result: Map<string, Term> | undefined
    for (const [key, term] of polynomial) {
      const reduced = this.reduceTerm(term)
      if (reduced === undefined) continue
      result ??= new Map(polynomial)
      addTerm(result, key, { ...term, coefficient: negate(term.coefficient) })
      spend(this.work, 1 + reduced.size)
      for (const [otherKey, part] of reduced) addTerm(result, otherKey, part)
    }
    return result ?? polynomial
  }

  /** A term in usual form; `undefined` for one that has it already. */
  private reduceTerm({ monomial, coefficient }: Term): Polynomial | undefined {
    for (const [name, exponent] of monomial) {
      const known = this.generators.get(name)!
      const step = STEPS[known.kind]
      if (step === undefined) continue
      const times = floor(rational(exponent.n, exponent.d * step)!).n
      if (times === 0n) continue
      const others = single(
        monomial.filter(([other]) => other !== name),
        coefficient,
      )
      const rest = subtract(exponent, integer(times * step))
      const start = rest.n === 0n ? others : this.product(others, generator(name, rest))
      return this.product(start, this.unfolded(known, times))
    }
    return undefined
  }

  /** i², p, the radicand, 1 − sin², the square under |·|, to a power. */
  private unfolded(known: Generator, times: bigint): Polynomial {
    if (known.kind === 'imaginary') return constantPolynomial(integer(times % 2n === 0n ? 1 : -1))
    if (known.kind === 'prime') {
      const prime = constantOf(known.inner!)!.n
      const size = times < 0n ? -times : times
      if (size > 2_000n) return noForm()
      return constantPolynomial(times < 0n ? rational(1n, prime ** size)! : integer(prime ** size))
    }
    if (times < 0n) return noForm()
    if (known.kind === 'radicand') return this.powerOf(known.inner!, times)
    if (known.kind === 'absolute') return this.powerOf(this.product(known.inner!, known.inner!), times)
    const sine = generator(known.partner!, integer(2))
    return this.powerOf(addPolynomials(UNITY, negatePolynomial(sine), this.work), times)
  }

  powerOf(base: Polynomial, times: bigint): Polynomial {
    if (times > 64n && base.size > 1) return noForm()
    let result = UNITY
    let square = base
    for (let rest = times; rest > 0n; rest >>= 1n) {
      if (rest & 1n) result = this.product(result, square)
      if (rest > 1n) square = this.product(square, square)
    }
    return result
  }

  /** In lowest terms as far as that is cheap: common factors of single terms, and a division that leaves nothing over. */
  lowest(above: Polynomial, below: Polynomial): Fraction {
    if (below.size === 0) return noForm()
    if (above.size === 0) return { above, below: UNITY }
    const constant = constantOf(below)
    if (constant !== undefined)
      return {
        above: constant.n === constant.d ? above : scalePolynomial(above, inverseOf(constant)),
        below: UNITY,
      }
    const common = commonMonomial([above, below])
    let [top, bottom] = [divideByMonomial(above, common), divideByMonomial(below, common)]
    const term = onlyTerm(bottom)
    if (term) {
      // Units go up with a negative exponent.
      const units = term.monomial.filter(([name]) => this.generators.get(name)!.isUnit && !this.isRoot(name))
      top = divideByMonomial(top, units)
      bottom = divideByMonomial(bottom, units)
    }
    const leading = leadingTerm(bottom)!.coefficient
    if (leading.n !== leading.d) {
      top = scalePolynomial(top, inverseOf(leading))
      bottom = scalePolynomial(bottom, inverseOf(leading))
    }
    if (constantOf(bottom) !== undefined) return { above: top, below: UNITY }
    if (bottom.size > 1 && top.size >= bottom.size) {
      const quotient = divideExactly(top, bottom, this.work)
      if (quotient) return { above: this.reduce(quotient), below: UNITY }
    }
    if (term) return this.withoutRootsBelow(top, bottom)
    return { above: top, below: bottom }
  }

  private isRoot(name: string): boolean {
    const { kind } = this.generators.get(name)!
    return kind === 'prime' || kind === 'radicand'
  }

  /** 1/√2 is √2/2, and 1/i is −i. */
  private withoutRootsBelow(above: Polynomial, below: Polynomial): Fraction {
    const { monomial } = onlyTerm(below)!
    const complements: (readonly [string, Rational])[] = []
    for (const [name, exponent] of monomial) {
      if (this.isRoot(name)) complements.push([name, subtract(ONE, exponent)])
      else if (this.generators.get(name)!.kind === 'imaginary') complements.push([name, exponent])
    }
    if (complements.length === 0) return { above, below }
    const factor = single(
      complements.filter(([, exponent]) => exponent.n !== 0n),
      ONE,
    )
    return this.lowest(this.product(above, factor), this.product(below, factor))
  }

  /** The complex conjugate. */
  conjugate(a: Fraction): Fraction {
    return this.divide(this.conjugatePolynomial(a.above), this.conjugatePolynomial(a.below))
  }

  private conjugatePolynomial(polynomial: Polynomial): Fraction {
    let total: Fraction = this.whole(0)
    for (const { monomial, coefficient } of polynomial.values()) {
      let product = this.constant(coefficient)
      for (const [name, exponent] of monomial)
        product = this.multiply(product, this.conjugateGenerator(name, exponent))
      total = this.add(total, product)
    }
    return total
  }

  private conjugateGenerator(name: string, exponent: Rational): Fraction {
    const known = this.generators.get(name)!
    if (known.isReal) return { above: generator(name, exponent), below: UNITY }
    if (known.kind === 'imaginary')
      return { above: single([[name, exponent]], exponent.n % 2n === 0n ? ONE : negate(ONE)), below: UNITY }
    if (known.kind === 'exponential') {
      const conjugate = this.conjugatePolynomial(single(known.exponent!, exponent))
      const term = onlyTerm(conjugate.above)
      if (term && conjugate.below === UNITY) return this.exponential(term.monomial, term.coefficient)
    }
    const other = name.startsWith('conjugate ') ? name.slice('conjugate '.length) : `conjugate ${name}`
    return this.entered(
      other,
      { ...known, ...(known.kind === 'symbol' ? {} : { kind: 'opaque' as const }) },
      exponent,
    )
  }

  /** e^(c·m) as (e^m)^c. */
  exponential(monomial: Monomial, times: Rational): Fraction {
    const parts: Fraction[] = [{ above: single(monomial, ONE), below: UNITY }]
    const kinds = monomial.map(([name]) => this.generators.get(name)!.kind)
    const isPlain = kinds.every(
      (kind) => kind === 'symbol' || kind === 'pi' || kind === 'imaginary' || kind === 'prime',
    )
    const isTurn = kinds.includes('imaginary') && kinds.includes('pi')
    return this.entered(
      `e^[${keyOf(monomial)}]`,
      {
        kind: 'exponential',
        isConstant: this.areConstant(parts),
        isUnit: true,
        isReal: this.areReal(parts),
        isIndependent: monomial.length === 0 || (isPlain && !isTurn && !this.areConstant(parts)),
        exponent: monomial,
      },
      times,
    )
  }

  /** Whether two polynomials in the generators are the same up to a constant factor; the factor, first over second. */
  constantRatio(a: Polynomial, b: Polynomial): Fraction | undefined {
    const [left, right] = [this.bySymbols(a), this.bySymbols(b)]
    if (left.size !== right.size) return undefined
    let ratio: Fraction | undefined
    for (const [key, part] of left) {
      const other = right.get(key)
      if (other === undefined) return undefined
      if (ratio === undefined) ratio = this.lowest(part, other)
      else {
        const difference = addPolynomials(
          this.product(part, ratio.below),
          negatePolynomial(this.product(other, ratio.above)),
          this.work,
        )
        if (difference.size > 0) return undefined
      }
    }
    return ratio
  }

  /** Terms by the part of their monomial that contains symbols; what is left is constant. */
  private bySymbols(polynomial: Polynomial): ReadonlyMap<string, Polynomial> {
    const groups = new Map<string, Map<string, Term>>()
    for (const { monomial, coefficient } of polynomial.values()) {
      const isConstant = ([name]: readonly [string, Rational]) => this.generators.get(name)!.isConstant
      const key = keyOf(monomial.filter((factor) => !isConstant(factor)))
      const rest = monomial.filter(isConstant)
      const group = groups.get(key) ?? new Map<string, Term>()
      addTerm(group, keyOf(rest), { monomial: rest, coefficient })
      groups.set(key, group)
    }
    return groups
  }
}

/** The power of a generator that is something simpler. */
const STEPS: Partial<Record<Generator['kind'], bigint>> = {
  imaginary: 2n,
  prime: 1n,
  radicand: 1n,
  cosine: 2n,
  absolute: 2n,
}

/** No letter is called so: in the published profile i is one. */
export const IMAGINARY = '√−1'
export const PI = '•π'

const inverseOf = (value: Rational): Rational => divide(ONE, value)!

/** Equal fractions in lowest terms have equal keys. */
export const fractionKey = ({ above, below }: Fraction): string =>
  below === UNITY ? polynomialKey(above) : `${polynomialKey(above)}÷${polynomialKey(below)}`
