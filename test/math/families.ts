import * as fc from 'fast-check'

/** A gold with an answer that means the same, and one that does not. */
export interface Family {
  readonly gold: string
  readonly right: readonly string[]
  readonly wrong: readonly string[]
}

const LETTERS = [...'abcdkmnpqrstuvxy'] as const

const digit = fc.integer({ min: 2, max: 9 })
const letters = (count: number) => fc.shuffledSubarray([...LETTERS], { minLength: count, maxLength: count })

/** Two different digits. */
const twoDigits = fc.tuple(digit, digit).filter(([a, b]) => a !== b)

/**
 * Answers as questions of calculus, algebra, combinatorics and other subjects have them, drawn with their numbers and letters.
 * What is wrong differs from the gold by one thing that a mistake changes: a sign, a number, an exponent, a letter, a function.
 */
export const FAMILIES: Readonly<Record<string, fc.Arbitrary<Family>>> = {
  derivatives: fc.tuple(digit, digit).map(([a, b]) => ({
    gold: `${a}x^{${b}}\\cos(${a}x)`,
    right: [
      `${a}\\cos(${a}x)\\cdot x^{${b}}`,
      `x^{${b}}\\cos(${a}x)\\cdot ${a}`,
      `\\frac{${a}x^{${b}}}{\\sec(${a}x)}`,
    ],
    wrong: [
      `${a}x^{${b}}\\sin(${a}x)`,
      `${a}x^{${b}}\\cos(${a + 1}x)`,
      `${a}x^{${b + 1}}\\cos(${a}x)`,
      `-${a}x^{${b}}\\cos(${a}x)`,
      `${a}x^{${b}}\\cos^{${a}}(x)`,
    ],
  })),
  antiderivatives: fc.tuple(digit, digit).map(([a, b]) => ({
    gold: `\\frac{1}{${a}}e^{${a}x}+\\frac{x^{${b}}}{${b}}+C`,
    right: [
      `\\frac{e^{${a}x}}{${a}}+\\frac{1}{${b}}x^{${b}}+C_1`,
      `C+\\frac{${b}e^{${a}x}+${a}x^{${b}}}{${a * b}}`,
      `\\frac{1}{${a}}e^{${a}x}+\\frac{x^{${b}}}{${b}}+${b}+K`,
    ],
    wrong: [
      `\\frac{1}{${a}}e^{${a}x}-\\frac{x^{${b}}}{${b}}+C`,
      `${a}e^{${a}x}+\\frac{x^{${b}}}{${b}}+C`,
      `\\frac{1}{${a}}e^{${a + 1}x}+\\frac{x^{${b}}}{${b}}+C`,
      `\\frac{1}{${a}}e^{${a}x}+\\frac{x^{${b + 1}}}{${b}}+C`,
    ],
  })),
  'differential equations': twoDigits.map(([a, b]) => ({
    gold: `y=C_1e^{${a}x}+C_2e^{-${b}x}`,
    right: [`y=Ae^{-${b}x}+Be^{${a}x}`, `y(x)=c_1e^{${a}x}+c_2e^{-${b}x}`],
    wrong: [
      `y=C_1e^{${a}x}+C_2e^{${b}x}`,
      `y=C_1e^{${a + 1}x}+C_2e^{-${b}x}`,
      `y=C_1e^{${a}x}+C_1e^{-${b}x}`,
      `y=C_1e^{${a}x}C_2e^{-${b}x}`,
    ],
  })),
  // k(0) and n(0) may be products.
  'initial values': fc
    .tuple(letters(3), digit)
    .filter(([[a]]) => !/[kn]/.test(a!))
    .map(([[a, b, c], k]) => ({
      gold: `${a}(0)e^{-${k}${b}/${c}}`,
      right: [`\\frac{${a}(0)}{e^{${k}${b}/${c}}}`],
      wrong: ['0', `${a}(0)e^{${k}${b}/${c}}`, `${a}(0)e^{-${k}${c}/${b}}`, `${a}(1)e^{-${k}${b}/${c}}`],
    })),
  functions: twoDigits.map(([a, b]) => ({
    gold: `V(t)=${a}t`,
    right: [`V(t)=t\\cdot ${a}`, `V=${a}t`, `V(s)=${a}s`, `${a}t`],
    wrong: [`V(t)=${b}t`, `V(t)=-${a}t`, `W(t)=${a}t`, `V(t)=${a}t^2`, `V'(t)=${a}t`],
  })),
  binomials: letters(4).map(([a, b, c, d]) => ({
    gold: `\\binom{${a}}{${b}}\\binom{${c}}{${d}}`,
    right: [
      `\\binom{${c}}{${d}}\\binom{${a}}{${b}}`,
      `\\frac{${a}!${c}!}{${b}!(${a}-${b})!${d}!(${c}-${d})!}`,
    ],
    wrong: [
      `\\binom{${b}}{${a}}\\binom{${c}}{${d}}`,
      `\\binom{${a}}{${d}}\\binom{${c}}{${b}}`,
      `\\binom{${a}}{${b}}+\\binom{${c}}{${d}}`,
    ],
  })),
  'physics formulas': letters(6).map(([a, b, c, d, f, g]) => ({
    gold: `${a}=${b}\\frac{${c}${d}}{${f}^2}+${g}`,
    right: [
      `${a}-${g}=\\frac{${b}${c}${d}}{${f}^2}`,
      `(${a}-${g})${f}^2=${b}${c}${d}`,
      `${b}\\frac{${c}${d}}{${f}^2}+${g}=${a}`,
    ],
    wrong: [
      `${a}=${b}\\frac{${c}${d}}{${f}}+${g}`,
      `${a}=${b}\\frac{${c}${d}}{${g}^2}+${f}`,
      `${a}=${b}\\frac{${c}${f}}{${d}^2}+${g}`,
      `${a}=${b}\\frac{${c}${d}}{${f}^2}-${g}`,
      `${g}=${b}\\frac{${c}${d}}{${f}^2}+${a}`,
    ],
  })),
  powers: letters(5).map(([a, b, c, d, k]) => ({
    gold: `${a}^{${b}}${c}^{${d}}${k}`,
    right: [`${k}${c}^{${d}}${a}^{${b}}`, `${a}^{${b}-1}${a}${c}^{${d}}${k}`],
    wrong: [`${k}^{${b}}${c}^{${d}}${a}`, `${a}^{${d}}${c}^{${b}}${k}`, `${a}^{${b}}${c}^{-${d}}${k}`],
  })),
  'large exponents': fc.integer({ min: 500, max: 5_000 }).map((n) => ({
    gold: `f(x)=x^{${n}}+1`,
    right: [`f(x)=1+x^{${n}}`, `f(x)=x\\cdot x^{${n - 1}}+1`],
    wrong: [`f(x)=x^{${n + 1}}+1`, `f(x)=x^{${n}}-1`, `f(x)=2x^{${n}}+1`, `f(x)=-x^{${n}}+1`],
  })),
  'large numbers': fc.integer({ min: 20, max: 300 }).map((n) => ({
    gold: `y=10^{${n}}x+1`,
    right: [`y-1=10^{${n}}x`, `2y=2\\cdot10^{${n}}x+2`],
    wrong: [`y=10^{${n}}x+2`, `y=10^{${n}}x-1`, `y=10^{${n}}x`, `y=10^{${n + 1}}x+1`],
  })),
  curves: twoDigits.map(([a, b]) => ({
    gold: `\\frac{x^2}{${a * a}}+\\frac{y^2}{${b * b}}=1`,
    right: [`${b * b}x^2+${a * a}y^2=${a * a * b * b}`, `1-\\frac{x^2}{${a * a}}=\\frac{y^2}{${b * b}}`],
    wrong: [
      '1',
      `\\frac{x^2}{${b * b}}+\\frac{y^2}{${a * a}}=1`,
      `\\frac{x^2}{${a * a}}-\\frac{y^2}{${b * b}}=1`,
    ],
  })),
  'several solutions': twoDigits.map(([a, b]) => ({
    gold: `x=${a} \\text{ and } x=-${b}`,
    right: [`x=${a} \\text{ or } x=-${b}`, `x\\in\\{${a},-${b}\\}`, `x=-${b},${a}`],
    wrong: [`x=${a} \\text{ and } x=${b}`, '\\emptyset', `x=${a}`, `x=${a + 1} \\text{ and } x=-${b + 1}`],
  })),
  'sets over the integers': twoDigits.map(([a, b]) => ({
    gold: `\\{${a}k+1 \\mid k\\in\\mathbb{Z}\\}`,
    right: [`\\{${a}n+1 : n\\in\\mathbb{Z}\\}`, `\\{${a}m+${a + 1} \\mid m\\in\\mathbb{Z}\\}`],
    wrong: [
      `\\{${b}k+1 \\mid k\\in\\mathbb{Z}\\}`,
      `\\{${a}k \\mid k\\in\\mathbb{Z}\\}`,
      `\\{${a}k+1 \\mid k\\in\\mathbb{R}\\}`,
    ],
  })),
  congruences: fc.tuple(digit, fc.integer({ min: 11, max: 30 })).map(([a, m]) => ({
    gold: `x\\equiv ${a}\\pmod{${m}}`,
    right: [`x\\equiv ${a + m}\\pmod{${m}}`, `x=${a}+${m}k, k\\in\\mathbb{Z}`],
    wrong: [`x\\equiv ${a + 1}\\pmod{${m}}`, `x\\equiv ${a}\\pmod{${m + 1}}`, `x=${a}`],
  })),
  intervals: twoDigits.map(([a, b]) => ({
    gold: `(-${a},${b}]`,
    right: [`-${a}<x\\le ${b}`, `(-${a},0]\\cup(0,${b}]`],
    wrong: [`[-${a},${b}]`, `(-${a},${b})`, `-${a}\\le x<${b}`, `(-${b},${a}]`],
  })),
  'quadratic inequalities': twoDigits.map(([a, b]) => ({
    gold: `(-\\infty,${Math.min(a, b)})\\cup(${Math.max(a, b)},\\infty)`,
    right: [`(x-${a})(x-${b})>0`, `x<${Math.min(a, b)} \\text{ or } x>${Math.max(a, b)}`],
    wrong: [`(x-${a})(x-${b})<0`, `(x-${a})(x-${b})\\ge0`, `x>${Math.max(a, b)}`],
  })),
  'complex numbers': twoDigits.map(([a, b]) => ({
    gold: `\\frac{1}{${a}+${b}i}`,
    right: [`\\frac{${a}-${b}i}{${a * a + b * b}}`],
    wrong: [
      `\\frac{${a}+${b}i}{${a * a + b * b}}`,
      `\\frac{1}{${a}-${b}i}`,
      `\\frac{${b}-${a}i}{${a * a + b * b}}`,
    ],
  })),
  'complex letters': fc.constantFrom('z', 'w').map((z) => ({
    gold: `|${z}|^2`,
    right: [`${z}\\bar{${z}}`, `\\overline{${z}}\\cdot ${z}`],
    wrong: [`${z}^2`, `\\bar{${z}}^2`, `2\\operatorname{Re}(${z})`],
  })),
  matrices: fc.tuple(twoDigits, twoDigits).map(([[a, b], [c, d]]) => ({
    gold: `\\begin{pmatrix}${a}&${b}\\\\${c}&${d}\\end{pmatrix}`,
    right: [
      `\\begin{bmatrix}${a}&${b}\\\\${c}&${d}\\end{bmatrix}`,
      `\\begin{pmatrix}${a}&${c}\\\\${b}&${d}\\end{pmatrix}^T`,
    ],
    wrong: [
      `\\begin{pmatrix}${b}&${a}\\\\${c}&${d}\\end{pmatrix}`,
      `\\begin{pmatrix}${c}&${d}\\\\${a}&${b + 10}\\end{pmatrix}`,
    ],
  })),
  'functions by cases': twoDigits.map(([a, b]) => ({
    gold: `\\begin{cases}${a}x+1&x\\ge0\\\\-${b}x&x<0\\end{cases}`,
    right: [`\\begin{cases}-${b}x&x<0\\\\${a}x+1&x\\ge0\\end{cases}`],
    wrong: [
      `\\begin{cases}-${b}x&x\\ge0\\\\${a}x+1&x<0\\end{cases}`,
      `\\begin{cases}${a}x+1&x>0\\\\-${b}x&x\\le0\\end{cases}`,
    ],
  })),
  vectors: letters(2)
    .filter((names) => !names.includes('k'))
    .map(([a, b]) => ({
      gold: `\\vec{${a}}\\times\\vec{${b}}`,
      right: [`-\\vec{${b}}\\times\\vec{${a}}`, `\\mathbf{${a}}\\times\\mathbf{${b}}`],
      wrong: [`\\vec{${b}}\\times\\vec{${a}}`, `\\vec{${a}}\\cdot\\vec{${b}}`, '0'],
    })),
  logic: letters(2).map(([p, q]) => ({
    gold: `${p}\\land ${q}`,
    right: [`${q}\\land ${p}`, `${p}\\wedge ${q}`],
    wrong: [`${p}\\lor ${q}`, `${p}\\land ${p}`],
  })),
  sums: fc.tuple(digit, fc.constantFrom('i', 'j', 'k')).map(([a, index]) => ({
    gold: '\\sum_{k=1}^{n}a_k',
    right: [`\\sum_{${index}=1}^{n}a_{${index}}`],
    wrong: ['na_k', 'a_k^n', `\\sum_{k=1}^{n}${a}a_k`, '\\sum_{k=1}^{n}b_k', '\\sum_{k=2}^{n}a_k'],
  })),
  units: digit.map((a) => ({
    gold: `${a}\\text{ m/s}`,
    right: [`${a * 100}\\text{ cm/s}`, `${a}`],
    wrong: [`${a}\\text{ km/h}`, `${a}\\text{ m}`, `${a * 10}\\text{ cm/s}`],
  })),
  trigonometry: digit.map((a) => ({
    gold: `\\sin(${2 * a}x)`,
    right: [`2\\sin(${a}x)\\cos(${a}x)`, `\\cos\\left(\\frac{\\pi}{2}-${2 * a}x\\right)`],
    wrong: [
      `2\\sin(${a}x)`,
      `\\sin(${a}x)\\cos(${a}x)`,
      `\\cos(${2 * a}x)`,
      `-\\sin(${2 * a}x)`,
      `\\sin^{2}(${a}x)`,
    ],
  })),
}
