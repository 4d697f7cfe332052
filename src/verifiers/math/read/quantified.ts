import { call, type Relator, type Tree } from '../tree.js'
import type { Work } from '../work.js'
import { NATURAL } from './dialect.js'
import { parse } from './parse.js'
import { latexFromUnicode } from './unicode.js'

/** Most quantifiers and negations of one statement. */
const MOST = 12

/**
 * `\forall x \exists y\,(x < y)` as calls of ∀ and ∃ to a letter, what limits it, and the rest; negations are moved to its end, so that
 * `\neg(x \in A)` is x ∉ A. `undefined` for what has neither.
 */
export function readQuantified(text: string, work: Work): Tree | undefined {
  if (!STARTS.test(text)) return undefined
  const tree = statementOf(latexFromUnicode(text, true).replace(/\s+/g, ' '), work, 0)
  return tree?.kind === 'call' && tree.name === DENIED ? undefined : tree
}

const STARTS = /^(?:\\(?:forall|exists|nexists|neg|lnot)(?![a-zA-Z])|[∀∃¬])/

/** ¬P of what has no other way to be denied. */
const DENIED = 'denied'

const NOTHING: Tree = { kind: 'namedSet', name: 'any' }

function statementOf(written: string, work: Work, depth: number): Tree | undefined {
  const text = written.replace(/^(?:\\[ ,;:!]|\\quad|[\s,:.])+/, '').trim()
  if (depth > MOST || text === '') return undefined
  const negation = /^(?:\\(?:neg|lnot)(?![a-zA-Z])|¬)/.exec(text)
  if (negation) {
    const inner = statementOf(text.slice(negation[0].length), work, depth + 1)
    return inner && denied(inner)
  }
  const found = QUANTIFIER.exec(text)
  if (found) {
    const [whole, quantifier, names, limit = ''] = found
    const rest = statementOf(text.slice(whole.length), work, depth + 1)
    const letters = names!.split(',').map((name) => parse(name, NATURAL, work))
    const limits = names!.split(',').map((name) => (limit ? parse(name + limit, NATURAL, work) : NOTHING))
    if (!rest || ![...letters, ...limits].every((part) => part !== undefined)) return undefined
    const name = quantifier === 'forall' ? '∀' : '∃'
    const bound = letters.reduceRight<Tree>(
      (body, letter, at) => call(name, letter!, limits[at]!, body),
      rest,
    )
    return quantifier === 'nexists' ? denied(bound) : bound
  }
  const inner = /^[([](.*)[)\]]$/s.exec(text)?.[1]
  if (inner !== undefined && isBalanced(inner)) return statementOf(inner, work, depth + 1)
  return depth === 0 ? undefined : (parse(text, NATURAL, work) ?? { kind: 'text', text })
}

const LETTER = '(?:[a-zA-Z]|\\\\(?:varepsilon|epsilon|delta|alpha|lambda)(?![a-zA-Z]))'
const QUANTIFIER = /* @__PURE__ */ new RegExp(
  `^\\\\(forall|exists|nexists)\\s?!?\\s?(${LETTER}(?:\\s?,\\s?${LETTER}){0,3})\\s?((?:\\\\in(?![a-zA-Z])|[<>]|\\\\(?:geq?|leq?|neq?)(?![a-zA-Z]))\\s?(?:\\\\math(?:bb|cal)\\s?\\{?[A-Z]\\}?|[A-Z0])(?:\\^\\{?[+*]\\}?)?)?(?:\\\\[ ,;:!]|\\\\q?quad|\\\\mid(?![a-zA-Z])|\\\\text\\{ ?(?:such that|s\\.t\\.) ?\\}|[\\s,:.])*`,
)

/** Whether no bracket is closed that was opened before. */
function isBalanced(text: string): boolean {
  let open = 0
  for (const sign of text) {
    if (sign === '(' || sign === '[') open++
    if ((sign === ')' || sign === ']') && --open < 0) return false
  }
  return open === 0
}

const OPPOSITE: Readonly<Partial<Record<Relator, Relator>>> = {
  '=': '!=', '!=': '=', '<': '>=', '>=': '<', '>': '<=', '<=': '>', in: 'notin', notin: 'in',
} // biome-ignore format: a table

function denied(tree: Tree): Tree {
  if (tree.kind === 'call' && (tree.name === '∀' || tree.name === '∃')) {
    const [letter, limit, body] = tree.arguments as [Tree, Tree, Tree]
    return call(tree.name === '∀' ? '∃' : '∀', letter, limit, denied(body))
  }
  if (tree.kind === 'call' && tree.name === DENIED) return tree.arguments[0]!
  const opposite =
    tree.kind === 'relation' && tree.operators.length === 1 ? OPPOSITE[tree.operators[0]!] : undefined
  return tree.kind === 'relation' && opposite ? { ...tree, operators: [opposite] } : call(DENIED, tree)
}

/** "For every real x there exists a y such that …", "x² ≥ 0 for all x": the same in signs. */
export function quantifiedInWords(text: string, work: Work): Tree | undefined {
  if (text.length > LONGEST_IN_WORDS || !SAID.test(text)) return undefined
  const plain = text
    .replace(/\\text\s?\{([^{}]*)\}/g, ' $1 ')
    .replace(/\$|\\[()]/g, ' ')
    .replace(/ for (?:all|every|each|any) (?=[^,]{1,40}$)/, (found, at: number) => (at > 3 ? '•' : found))
  const [said, limit] = plain.split('•') as [string, string | undefined]
  const signs = (limit === undefined ? said : `\\forall ${limit}, ${said}`)
    .replace(/\b(?:there (?:exists?|is|are)(?: some)?|for some)(?: an?\b)?/gi, '\\exists ')
    .replace(/\bfor (?:all|every|each|any)\b/gi, '\\forall ')
    .replace(/(\\(?:forall|exists) *)(real|integer|natural|rational)(?: numbers?)?s? +([a-zA-Z])\b/g, named)
    .replace(/\b(?:such that|so that|with|we have)\b/g, ', ')
    .trim()
  return /(?<![\\a-zA-Z{])[a-zA-Z]{2,}/.test(signs) ? undefined : readQuantified(signs, work)
}

const LONGEST_IN_WORDS = 200
const SAID = /(?:^|[\s{])(?:there (?:exists?|is|are)|for (?:all|every|each|any|some))\b/i

const named = (_: string, quantifier: string, kind: string, letter: string): string =>
  `${quantifier}${letter}\\in\\mathbb{${kind === 'integer' ? 'Z' : kind === 'rational' ? 'Q' : kind[0]!.toUpperCase()}},`
