/** What a reader takes for granted about the text before it. */
export interface Dialect {
  /** `i` is the imaginary unit; otherwise a letter like others. */
  readonly imaginaryUnit: boolean
  /** Typing errors are read as what is meant: a missing brace, `\sqrt12`, a comma at the end. */
  readonly lenient: boolean
  /** `1,234` is one number; otherwise commas separate. */
  readonly groupedThousands: boolean
  /** `1 234` and `1\,234` are one number. */
  readonly spacedThousands: boolean
  /** `101_2` is a number in base two; otherwise the subscript says nothing. */
  readonly bases: boolean
  /** `pi`, `sin(x)`, `2 1/2`, `3**2`: mathematics as typed on a keyboard. */
  readonly plainMath: boolean
  /** `\text{ cm}` is a unit of the number before it. */
  readonly units: boolean
  /**
   * Notation that the published reward's plain parser does not know and people write: conditions, congruences, set-builders
   * with an image, functions of any name, `C(10, 3)`, unit vectors.
   */
  readonly fullNotation: boolean
  /** `3:4` is a ratio; otherwise a division. */
  readonly ratios: boolean
  /** `90^\circ` is an angle; otherwise the number 90. */
  readonly degrees: boolean
  /** `X` and `x` are the same letter. */
  readonly lowerCase: boolean
  /** The power of ten after a number. */
  readonly scientific: RegExp
}

export const NATURAL: Dialect = {
  imaginaryUnit: true,
  lenient: true,
  groupedThousands: true,
  spacedThousands: true,
  bases: true,
  plainMath: true,
  units: true,
  fullNotation: true,
  ratios: true,
  degrees: true,
  lowerCase: false,
  // 2e+3f is 2e + 3f, but 1.6e-19C a charge.
  scientific: /^[eE](-?\d{1,5}(?![\d.])|\+\d{1,5}(?![\d.a-zA-Z]))/,
}

/** As the published reward reads a number or expression outside LaTeX. */
export const PUBLISHED_PLAIN: Dialect = {
  ...NATURAL,
  fullNotation: false,
  scientific: /^[eE]([+-]?\d{1,5})(?![\d.])/,
}

/** As the published reward reads: latex2sympy behind Math-Verify's normalisation. */
export const PUBLISHED: Dialect = {
  imaginaryUnit: false,
  lenient: false,
  groupedThousands: false,
  spacedThousands: false,
  bases: false,
  plainMath: false,
  units: false,
  fullNotation: false,
  ratios: false,
  degrees: false,
  lowerCase: true,
  scientific: /^E([+-]?\d{1,5})(?!\d)/,
}
