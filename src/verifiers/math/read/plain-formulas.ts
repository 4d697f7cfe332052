import { negative, type Tree, whole } from '../tree.js'
import type { Work } from '../work.js'
import { NATURAL } from './dialect.js'
import { parse } from './parse.js'
import { typedFractions } from './typed-fractions.js'

/** What a whole number or a plain formula means. Most answers are one, and need nothing else that is looked for in a text. */
export function plainFormula(text: string, work: Work): readonly Tree[] | undefined {
  if (PLAIN_INTEGER.test(text)) {
    const size = whole(BigInt(text.replace('-', '')))
    return [text.startsWith('-') ? negative(size) : size]
  }
  if (!PLAIN_FORMULA.test(text)) return undefined
  return [text, typedFractions(text)]
    .map((spelling) => (spelling === undefined ? undefined : parse(spelling, NATURAL, work)))
    .filter((tree) => tree !== undefined)
}

const PLAIN_INTEGER = /^-?\d{1,15}$/

/**
 * Digits, small letters apart from each other, brackets, operators, functions, percents, dollars and degrees: a formula, and no date, unit, word, choice or
 * condition. Excepted are `(1) …`, a part of several; `(b)`, a choice; the cycle `(1 2)`; `2h30` and `2m 30s`; `2000/1/5`; `0.1(6)`; `0b11`; `2x10^3`; `3{,}5`; `<1, 2>`; `P^*`; and a letter
 * behind a number and a space, or `5*m`, which may be a unit.
 */
const PLAIN_FORMULA =
  /^(?!(?:\\left ?)?<|[^<]{0,20}= ?<|[^*]{0,40}\^\{?\*|\(1\)|\(?[ai]\)[ \\]|\([a-h]\)$|\(\d{1,2} \d{1,2}[ )]|0[bo]\d|(?:[a-z] ?= ?)?[-\d.*/^]{0,20}\d[*/][ghlms](?![a-z])|[^/]{1,9}\/\/|\d{4}[/.-]\d{1,2}[/.-]|\d{1,9} ?[ghms] ?\d|-?\d{1,20}\.\d{0,20}\()(?:[\d.+\-*/=<>(){}^!]|_(?!\{(?:\(|1,))|,(?!\})| (?! )|\\[$%]|(?<=\^\{?)\\circ(?![a-zA-Z])|\\(?:[dt]?frac|sqrt|cdot|times|pi(?! [a-z])|left|right|sin|cos|tan|ln|log|infty|pm|leq?|geq?|theta|alpha|beta|lambda)(?![a-zA-Z])|(?<![\d)}] |[a-zA-Z])[a-z](?![a-zA-Z])(?<!x(?= ?10)))+$/
