import {
  constant, type Iterated, mapChildren, number, power, product, quotient, sum, symbol, type Tree, whole,
} from '../tree.js' // biome-ignore format: one line of names
import { infinityOf, renameSymbol, sameTree, symbolsOf } from '../tree-queries.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import { equalNormalForms, inShare, normalPair } from '../values/normal-form.js'
import { equal, integer, isInteger, subtract } from '../values/rational.js'
import { spend, type Work } from '../work.js'

/** What stands for the terms that are left out. */
export const GAP: Tree = { kind: 'text', text: '…' }

const DOTS: ReadonlySet<string> = new Set(['cdots', 'ldots', 'dots', 'dotsb', 'dotsc', 'dotsm'])

export const isDots = (command: string): boolean => DOTS.has(command)

/** A rule for the terms: f(k) for k from `from` to `to`. */
interface Rule {
  readonly term: Tree
  readonly from: number
  readonly to: Tree
}

const INFINITY = constant('infinity')

/** How many equal terms there are, where nothing tells. */
export const COUNT = '…n'

/** The letter that counts, which no text has. */
const COUNTER = '…k'

/**
 * `1 + 2 + \dots + n` as Σ k from 1 to n, `1 \cdot 2 \cdots n` as Π: a rule is sought that gives every term that is written. The
 * last term tells it, with its letter for the place (1 + x + x² + … + xⁿ); or the first two, by the numbers in which they differ
 * (1·2 + 2·3 + … + 99·100); or their quotient, if it is always the same (1 + ½ + ¼ + …).
 *
 * @returns `undefined` where no rule is found: what is left out is unknown then
 */
export function seriesOf(
  parts: readonly Tree[],
  operator: 'sum' | 'product',
  work: Work,
): Iterated | undefined {
  const gap = parts.indexOf(GAP)
  const [head, tail] = [parts.slice(0, gap), parts.slice(gap + 1)]
  if (head.length === 0 || head.length + tail.length > MOST_TERMS) return undefined
  spend(work, 20)
  const written = [...head, ...tail]
  const isConstant =
    tail.length > 0 && !tail.includes(GAP) && written.every((part) => same(part, head[0]!, work))
  if (isConstant)
    return {
      kind: 'iterated',
      operator,
      variable: COUNTER,
      from: whole(1),
      to: symbol(COUNT),
      body: head[0]!,
    }
  const rule =
    tail.at(-1) === GAP
      ? endless(head, tail.slice(0, -1), work)
      : tail.includes(GAP)
        ? undefined
        : (rising(head, tail, work) ??
          rising([...tail].reverse(), [...head].reverse(), work) ??
          unending(head, tail, work))
  if (!rule) return undefined
  const { term, from, to } = rule
  if (operator === 'product' && infinityOf(to)) return undefined
  return { kind: 'iterated', operator, variable: COUNTER, from: whole(from), to, body: term }
}

const MOST_TERMS = 12

/** Longest list that is written out. */
const LONGEST_LIST = 200

/** `1, 2, \dots, 10` written out; `2, 4, 6, \dots` and `1, 2, \dots, n` as the values of a rule. */
export function listOf(items: readonly Tree[], work: Work): readonly Tree[] | Tree | undefined {
  const gap = items.indexOf(GAP)
  const [head, tail] = [items.slice(0, gap), items.slice(gap + 1)]
  if (head.length < 2 || head.length + tail.length > MOST_TERMS || tail.includes(GAP)) return undefined
  spend(work, 20)
  const rule = tail.length === 0 ? onwards(head, work) : rising(head, tail, work)
  if (!rule) return undefined
  const { term, from, to } = rule
  const last = evaluateExact(to, work)
  if (last && Number(last.n) - from < LONGEST_LIST) {
    const places = Array.from({ length: Number(last.n) - from + 1 }, (_, index) => from + index)
    const values = places.map((place) => evaluateExact(at(term, whole(place)), work))
    return values.every((value) => value !== undefined) ? values.map((value) => number(value)) : undefined
  }
  const k = symbol(COUNTER)
  return {
    kind: 'comprehension',
    image: term,
    conditions: [
      { kind: 'relation', operands: [k, { kind: 'namedSet', name: 'integer' }], operators: ['in'] },
      infinityOf(to)
        ? { kind: 'relation', operands: [k, whole(from)], operators: ['>='] }
        : { kind: 'relation', operands: [whole(from), k, to], operators: ['<=', '<='] },
    ],
  }
}

/** 2, 4, 6, …: three terms at the least tell how it goes on. */
function onwards(head: readonly Tree[], work: Work): Rule | undefined {
  const term = head.length > 2 ? generalised(head[0]!, head[1]!) : undefined
  const fits = term && head.every((part, index) => same(part, at(term, whole(index)), work))
  return fits ? { term, from: 0, to: INFINITY } : undefined
}

/** A rule for what begins with `head` and ends with `tail`. */
const rising = (head: readonly Tree[], tail: readonly Tree[], work: Work): Rule | undefined =>
  tail.length === 0
    ? undefined
    : (byLastTerm(head, tail, work) ?? byFirstTerms(head, tail, work) ?? byQuotient(head, tail, work))

/** 1 + x + … + xⁿ + …: the last term is the rule. */
function endless(head: readonly Tree[], tail: readonly Tree[], work: Work): Rule | undefined {
  const rule = tail.length > 0 ? byLastTerm(head, tail, work) : undefined
  return rule && { ...rule, to: INFINITY }
}

/** ½ + ¼ + ⅛ + …: without an end, a quotient tells the rule, or the numbers in which three terms differ. */
function unending(head: readonly Tree[], tail: readonly Tree[], work: Work): Rule | undefined {
  if (tail.length > 0 || head.length < 3) return undefined
  const ratio = quotientOf(head, work)
  return ratio ? { term: geometric(head[0]!, ratio), from: 0, to: INFINITY } : byNextTerms(head, work)
}

/** 1 − ⅓ + ⅕ − …: f from the second term and the third, for the first is often written shorter; with a sign that alternates. */
function byNextTerms(head: readonly Tree[], work: Work): Rule | undefined {
  const sizes = head.map((part) => (part.kind === 'negative' ? part.operand : part))
  const alternates = head.every((part, index) => (part.kind === 'negative') === (index % 2 === 1))
  if (!alternates && head.some((part) => part.kind === 'negative')) return undefined
  const size = generalised(sizes[1]!, sizes[2]!)
  if (!size || sameTree(sizes[1]!, sizes[2]!)) return undefined
  if (!sizes.every((part, index) => same(part, at(size, whole(index - 1)), work))) return undefined
  const sign = power(whole(-1), sum(symbol(COUNTER), whole(1)))
  return { term: alternates ? product(sign, size) : size, from: -1, to: INFINITY }
}

/** Where the counting may begin. */
const STARTS = [1, 0, 2, 3, -1]

/** f from the last term f(n), for the letter n of which the first terms are f(1), f(2). */
function byLastTerm(head: readonly Tree[], tail: readonly Tree[], work: Work): Rule | undefined {
  const last = tail.at(-1)!
  for (const name of lettersOf(last)) {
    if (head.some((term) => lettersOf(term).includes(name))) continue
    const term = renameSymbol(last, name, COUNTER)
    const from = endsWith(tail, term, symbol(name), work) ? startOf(term, head, work) : undefined
    if (from !== undefined) return { term, from, to: symbol(name) }
  }
  return undefined
}

/** Whether the last terms are f(end), before it f(end − 1), and so on. */
const endsWith = (tail: readonly Tree[], term: Tree, end: Tree, work: Work): boolean =>
  [...tail].reverse().every((part, index) => same(part, at(term, sum(end, whole(-index))), work))

const startOf = (term: Tree, head: readonly Tree[], work: Work): number | undefined =>
  STARTS.find((from) => head.every((first, index) => same(first, at(term, whole(from + index)), work)))

/** Letters of a term, those of its indices too, likeliest counters first. */
function lettersOf(tree: Tree): readonly string[] {
  const names = [...symbolsOf(tree).keys()].flatMap((name) => {
    const [base, index] = name.split('_') as [string, string | undefined]
    return index === undefined ? [base] : (index.match(/[a-zA-Z]/g) ?? [])
  })
  return [...new Set(names)].sort((a, b) => Number(isCounter(b)) - Number(isCounter(a)))
}

const isCounter = (name: string): boolean => /^[nmkNM]$/.test(name)

/** f from the numbers in which the first two terms differ; the end from the last term. */
function byFirstTerms(head: readonly Tree[], tail: readonly Tree[], work: Work): Rule | undefined {
  const [first, second] = head as [Tree, Tree | undefined]
  const term = second && !same(first, second, work) ? generalised(first, second) : undefined
  if (!term || !head.every((part, index) => same(part, at(term, whole(index)), work))) return undefined
  const last = tail.at(-1)!
  const end =
    endsFor(last).find((candidate) => same(last, at(term, candidate), work)) ?? scanned(term, last, work)
  if (!end || !endsWith(tail, term, end, work)) return undefined
  return { term, from: 0, to: end }
}

/** n, n ± 1, 2n, … for the letters of the last term. */
const endsFor = (last: Tree): readonly Tree[] =>
  lettersOf(last).flatMap((name) =>
    [-1, 0, -2, 1].flatMap((shift) => [
      sum(symbol(name), whole(shift)),
      sum(product(whole(2), symbol(name)), whole(shift)),
    ]),
  )

const LONGEST_SERIES = 1_000

/** The place where a term without letters is the last one. */
function scanned(term: Tree, last: Tree, work: Work): Tree | undefined {
  const value = evaluateExact(last, work)
  if (!value) return undefined
  for (let place = 1; place <= LONGEST_SERIES; place++) {
    const here = evaluateExact(term, work, new Map([[COUNTER, integer(place)]]))
    if (!here) return undefined
    if (equal(here, value)) return whole(place)
  }
  return undefined
}

/** The same tree with a + (b − a)k where one has the number a and the other b; `undefined` if they differ in more than that. */
function generalised(a: Tree, b: Tree): Tree | undefined {
  if (sameTree(a, b)) return a
  if (a.kind === 'number' && b.kind === 'number' && isInteger(a.value) && isInteger(b.value))
    return sum(a, product(number(subtract(b.value, a.value)), symbol(COUNTER)))
  if (a.kind === 'symbol' && b.kind === 'symbol') return indexed(a.name, b.name)
  if (a.kind !== b.kind || !sameShape(a, b)) return undefined
  const others: Tree[] = []
  mapChildren(b, (child) => {
    others.push(child)
    return child
  })
  let fits = true
  let index = 0
  const merged = mapChildren(a, (child) => {
    const other = others[index++]
    const part = other && generalised(child, other)
    fits &&= part !== undefined
    return part ?? child
  })
  return fits && index === others.length ? merged : undefined
}

/** a_1 and a_2. */
function indexed(a: string, b: string): Tree | undefined {
  const [first, second] = [/^(.+)_(\d)$/.exec(a), /^(.+)_(\d)$/.exec(b)]
  const rises = first && second && first[1] === second[1] && Number(second[2]) === Number(first[2]) + 1
  return rises && first[2] === '0' ? symbol(`${first[1]}_${COUNTER}`) : undefined
}

/** Whether two trees differ at most below. */
function sameShape(a: Tree, b: Tree): boolean {
  const hollow = (tree: Tree) => mapChildren(tree, () => GAP)
  return sameTree(hollow(a), hollow(b))
}

/** f(k) = a·qᵏ. */
function byQuotient(head: readonly Tree[], tail: readonly Tree[], work: Work): Rule | undefined {
  const ratio = head.length > 2 && tail.length === 1 ? quotientOf(head, work) : undefined
  if (!ratio) return undefined
  const term = geometric(head[0]!, ratio)
  const end =
    scanned(term, tail[0]!, work) ?? endsFor(tail[0]!).find((place) => same(tail[0]!, at(term, place), work))
  return end && { term, from: 0, to: end }
}

const geometric = (first: Tree, ratio: Tree): Tree => product(first, power(ratio, symbol(COUNTER)))

function quotientOf(terms: readonly Tree[], work: Work): Tree | undefined {
  const ratio = quotient(terms[1]!, terms[0]!)
  return terms.every((term, index) => index === 0 || same(term, product(terms[index - 1]!, ratio), work))
    ? ratio
    : undefined
}

/** The term at a place; a_k at 3 is a_3, and at n − 1 a_{n−1}. */
function at(term: Tree, place: Tree): Tree {
  const index = indexOf(place)
  const substituted = (tree: Tree): Tree =>
    tree.kind !== 'symbol'
      ? mapChildren(tree, substituted)
      : tree.name === COUNTER
        ? place
        : tree.name.includes(`_${COUNTER}`) && index !== undefined
          ? symbol(tree.name.replace(COUNTER, index))
          : tree
  return substituted(term)
}

/** A place as an index is written: 3, n, n-1. */
function indexOf(place: Tree): string | undefined {
  if (place.kind === 'number') return String(place.value.n)
  if (place.kind === 'symbol') return place.name
  const [name, shift] = place.kind === 'sum' ? place.terms : []
  if (name?.kind !== 'symbol' || shift?.kind !== 'number') return undefined
  const steps = Number(shift.value.n)
  return steps === 0 ? name.name : `${name.name}${steps > 0 ? '+' : ''}${steps}`
}

function same(a: Tree, b: Tree, work: Work): boolean {
  if (sameTree(a, b)) return true
  const pair = normalPair(a, b, () => false, work)
  return (pair && inShare(work, () => equalNormalForms(pair))) === true
}
