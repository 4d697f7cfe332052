import { isFormula, plainWords } from './plain-words.js'

/** Longest description that is read. */
const LONGEST = 120

/** `x^2+y^2=1` of "the unit circle", `f(x)=x\text{ and }f(x)=0` of "the identity function and the zero function", `[0,1]` of "the interval [0, 1]". */
export function objectsInWords(text: string): string | undefined {
  if (text.length > LONGEST || !NAMES.test(text)) return undefined
  const parts = plainWords(text)
    .split(/ and (?=the )/)
    .map((part) => objectIn(part.replace(/^(?:the |an? )/, '')))
  return parts.every((part) => part !== undefined) ? parts.join('\\text{ and }') : undefined
}

function objectIn(words: string): string | undefined {
  const known = KNOWN.get(words.toLowerCase())
  if (known !== undefined) return known
  for (const [pattern, formula] of DESCRIBED) {
    const found = pattern.exec(words)
    if (found?.slice(1).every(isFormula)) return found[0].replace(pattern, formula)
  }
  const [, formula] = NOUN.exec(words) ?? []
  return formula !== undefined && isFormula(formula) && !formula.includes(':') ? formula : undefined
}

const KNOWN: ReadonlyMap<string, string> = new Map([
  ['unit circle', 'x^2+y^2=1'],
  ['x-axis', 'y=0'],
  ['y-axis', 'x=0'],
  ['origin', '(0,0)'],
  ['identity function', 'f(x)=x'],
  ['identity', 'f(x)=x'],
  ['zero function', 'f(x)=0'],
  ['identity matrix', 'I'],
  ['standard normal', 'N(0,1)'],
  ['standard normal distribution', 'N(0,1)'],
  ['klein four-group', '\\mathbb{Z}_2\\times\\mathbb{Z}_2'],
  ['klein four group', '\\mathbb{Z}_2\\times\\mathbb{Z}_2'],
])

const POINT = '\\(([^(),]{1,20}), ?([^(),]{1,20})\\)'
const SLOPE = '(?:slope|gradient) (?:of )?([^ ,]{1,20})'
const INTERCEPT = '(?:y-intercept|intercept) (?:of )?([^ ,()]{1,20})'
const THROUGH = '(?:passing |going )?through (?:the point )?'

const SEQUENCE = '(?:sequence|progression)'
const FIRST = 'first term (?:of )?(?:[a-z]_\\{?\\d\\}? ?= ?)?([^ ,]{1,20})'
const BY = '(?:with|of) (?:the )?'
const LAW = '(?: distribution| random variable)?'

const DESCRIBED: readonly (readonly [RegExp, string])[] = [
  [/^open interval (?:from|between) ([^ ]{1,20}) (?:to|and) ([^ ]{1,20})$/, '($1,$2)'],
  [/^closed interval (?:from|between) ([^ ]{1,20}) (?:to|and) ([^ ]{1,20})$/, '[$1,$2]'],
  [/^cyclic group of order (\d{1,4})$/, '\\mathbb{Z}_{$1}'],
  [new RegExp(`^(?:straight )?line (?:with|of) ${SLOPE} and ${INTERCEPT}$`), 'y=($1)x+($2)'],
  [new RegExp(`^(?:straight )?line (?:with|of) ${INTERCEPT} and ${SLOPE}$`), 'y=($2)x+($1)'],
  [
    new RegExp(`^(?:straight )?line ${THROUGH}${POINT} (?:with|and|of) (?:has )?${SLOPE}$`),
    'y-($2)=($3)(x-($1))',
  ],
  [
    new RegExp(`^(?:straight )?line (?:with|of) ${SLOPE} (?:and )?${THROUGH}${POINT}$`),
    'y-($3)=($1)(x-($2))',
  ],
  [
    new RegExp(`^(?:straight )?line ${THROUGH}${POINT} and ${POINT}$`),
    '(y-($2))(($3)-($1))=(($4)-($2))(x-($1))',
  ],
  [
    new RegExp(
      `^arithmetic ${SEQUENCE} ${BY}${FIRST} and (?:common )?difference (?:of )?(?:d ?= ?)?([^ ,]{1,20})$`,
    ),
    'a_n=($1)+(n-1)($2)',
  ],
  [
    new RegExp(
      `^geometric ${SEQUENCE} ${BY}${FIRST} and (?:common )?ratio (?:of )?(?:[rq] ?= ?)?([^ ,]{1,20})$`,
    ),
    'a_n=($1)\\cdot($2)^{n-1}',
  ],
  [new RegExp(`^normal${LAW} ${BY}mean ([^ ,]{1,20}) and variance ([^ ,]{1,20})$`), 'N($1,$2)'],
  [new RegExp(`^normal${LAW} ${BY}mean ([^ ,]{1,20}) and standard deviation ([^ ,]{1,20})$`), 'N($1,($2)^2)'],
  [
    new RegExp(`^poisson${LAW} ${BY}(?:mean |rate |parameter )?(?:\\\\lambda ?= ?)?([^ ,]{1,20})$`, 'i'),
    '\\text{Poi}($1)',
  ],
  [
    new RegExp(`^exponential${LAW} ${BY}(?:rate |parameter )(?:\\\\lambda ?= ?)?([^ ,]{1,20})$`),
    '\\text{Exp}($1)',
  ],
  [new RegExp(`^exponential${LAW} ${BY}mean ([^ ,]{1,20})$`), '\\text{Exp}(\\frac{1}{$1})'],
  [
    new RegExp(`^binomial${LAW} ${BY}n ?= ?([^ ,]{1,20})(?: and |, ?)p ?= ?([^ ,]{1,20})$`),
    '\\text{Bin}($1,$2)',
  ],
]

const NOUNS =
  'lines?|curve|parabola|hyperbola|ellipse|circle|plane|graph|interval|points?|vector|pair|triple|set|matrix|number|integer|value|fraction|function|polynomial|expression'
const NOUN = /* @__PURE__ */ new RegExp(
  `^(?:(?:ordered|straight|vertical|horizontal|open|closed|half-open|linear|quadratic) )?(?:${NOUNS}) (?:of )?(.{1,80})$`,
)
/** One of which each of these descriptions has. */
const NAMES = /* @__PURE__ */ new RegExp(
  `${NOUNS}|axis|origin|identity|four.group|cyclic|sequence|progression|normal|poisson|exponential|binomial`,
  'i',
)
