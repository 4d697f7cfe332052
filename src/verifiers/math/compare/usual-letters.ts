import {
  call,
  mapChildren,
  number,
  power,
  product,
  quotient,
  sum,
  symbol,
  type Tree,
  whole,
} from '../tree.js'
import { mentions, substitute, symbolsOf } from '../tree-queries.js'
import type { Comparison } from './context.js'
import { isWrittenAs } from './equations.js'

/**
 * σ is a standard deviation, and positive: √σ² is σ. ħ is h/2π, H_n beside a sum the harmonic number, and γ in γ ≈ 0.577 Euler's
 * constant.
 */
export function withUsualLetters(
  gold: Tree,
  prediction: Tree,
  c: Comparison,
): readonly [Tree, Tree] | undefined {
  const [names, others] = [symbolsOf(gold), symbolsOf(prediction)]
  if (names.has('B') !== others.has('B') && mentions(names.has('B') ? gold : prediction, 'bracketed'))
    return [withBeta(gold), withBeta(prediction)]
  const [value, another] = [exactOf(gold, names, c), exactOf(prediction, others, c)]
  if (value !== gold || another !== prediction) return [value, another]
  if (
    hasHarmonic(names) !== hasHarmonic(others) &&
    (mentions(gold, 'iterated') || mentions(prediction, 'iterated'))
  )
    return [replaced(gold, harmonic), replaced(prediction, harmonic)]
  if ((names.has('hbar') && others.has('h')) || (others.has('hbar') && names.has('h')))
    return [gold, prediction].map((tree) =>
      replaced(tree, (name) => (name === 'hbar' ? HBAR : undefined)),
    ) as [Tree, Tree]
  const deviations = [...names.keys()].filter((name) => /^sigma(?:_\w)?$/.test(name) && others.has(name))
  if (deviations.length === 0 || !(mentions(gold, 'root') || mentions(prediction, 'root'))) return undefined
  const squared = (name: string) => (deviations.includes(name) ? power(symbol(name), whole(2)) : undefined)
  return [replaced(gold, squared), replaced(prediction, squared)]
}

/** B(a, b) = Γ(a)Γ(b)/Γ(a + b), beside what has no B. */
function withBeta(tree: Tree): Tree {
  const simple = mapChildren(tree, withBeta)
  const at =
    simple.kind === 'product'
      ? simple.factors.findIndex((factor) => factor.kind === 'symbol' && factor.name === 'B')
      : -1
  if (simple.kind !== 'product' || at < 0) return simple
  const pair = simple.factors[at + 1]
  if (pair?.kind !== 'bracketed' || pair.items.length !== 2) return simple
  const [a, b] = pair.items as [Tree, Tree]
  const beta = quotient(product(call('gamma', a), call('gamma', b)), call('gamma', sum(a, b)))
  return product(...simple.factors.slice(0, at), beta, ...simple.factors.slice(at + 2))
}

const hasHarmonic = (names: ReadonlyMap<string, boolean>): boolean =>
  [...names.keys()].some((name) => HARMONIC.test(name))

const HARMONIC = /^H_(\d{0,2})([a-z]?)([+-]\d)?$/

/** Σ 1/k for k from 1 to 2n of H_{2n}. */
function harmonic(name: string): Tree | undefined {
  const [, times, letter, shift] = HARMONIC.exec(name) ?? []
  if (times === undefined || times + letter! === '') return undefined
  const factor = times === '' ? 1 : Number(times)
  const last = letter ? product(whole(factor), symbol(letter)) : whole(factor)
  const to = shift ? sum(last, whole(Number(shift))) : last
  return {
    kind: 'iterated',
    operator: 'sum',
    variable: '…h',
    from: whole(1),
    to,
    body: quotient(whole(1), symbol('…h')),
  }
}

/** 1 − γ of `1 - \gamma \approx 0.4228`. */
function exactOf(tree: Tree, names: ReadonlyMap<string, boolean>, c: Comparison): Tree {
  if (tree.kind !== 'relation' || tree.operators.join() !== '~' || [...names.keys()].join() !== 'gamma')
    return tree
  const [exact, rounded] = tree.operands as [Tree, Tree]
  return isWrittenAs(substitute(exact, 'gamma', EULER), rounded, c) ? exact : tree
}

const EULER: Tree = number({ n: 577_215_664_901_532_861n, d: 10n ** 18n })

const HBAR: Tree = quotient(symbol('h'), product(whole(2), { kind: 'constant', name: 'pi' }))

const replaced = (tree: Tree, change: (name: string) => Tree | undefined): Tree =>
  tree.kind === 'symbol' ? (change(tree.name) ?? tree) : mapChildren(tree, (child) => replaced(child, change))
