import { constant, negative, type Tree } from '../tree.js'
import { trimMarks } from '../trim-answer.js'

/** Words that say what a symbol would: `no solution` is ∅. */
export function meaningOf(words: string): Tree | undefined {
  const key = trimMarks(words, '.')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^(?:the|there is|there are|set of|it is) /, '')
    .replace(/^(?:series|integral|sequence) /, '')
    .replace(/^(all (?:positive )?integers) [a-z]$/, '$1')
  return Object.hasOwn(MEANINGS, key) ? MEANINGS[key] : undefined
}

const EMPTY: Tree = { kind: 'namedSet', name: 'empty' }
const REAL: Tree = { kind: 'namedSet', name: 'real' }

const DIVERGENT: Tree = { kind: 'text', text: 'divergent' }
const CONVERGENT: Tree = { kind: 'text', text: 'convergent' }
const POSITIVE_INTEGERS: Tree = { kind: 'namedSet', name: 'integer^+' }
const INTEGERS: Tree = { kind: 'namedSet', name: 'integer' }
const NONE: Tree = { kind: 'text', text: 'does not exist' }

const MEANINGS: Readonly<Record<string, Tree>> = {
  'no solution': EMPTY,
  'no solutions': EMPTY,
  'no real solution': EMPTY,
  'no real solutions': EMPTY,
  'no real roots': EMPTY,
  'empty set': EMPTY,
  无解: EMPTY,
  dne: NONE,
  'does not exist': NONE,
  'limit does not exist': NONE,
  'do not exist': NONE,
  diverges: DIVERGENT,
  divergent: DIVERGENT,
  'is divergent': DIVERGENT,
  converges: CONVERGENT,
  convergent: CONVERGENT,
  'is convergent': CONVERGENT,
  'all positive integers': POSITIVE_INTEGERS,
  'positive integers': POSITIVE_INTEGERS,
  'all integers': INTEGERS,
  integers: INTEGERS,
  所有正整数: POSITIVE_INTEGERS,
  所有整数: INTEGERS,
  不存在: NONE,
  极限不存在: NONE,
  空集: EMPTY,
  'all real numbers': REAL,
  'all reals': REAL,
  'all real number': REAL,
  'set of all real numbers': REAL,
  'real numbers': REAL,
  全体实数: REAL,
  一切实数: REAL,
  infinity: constant('infinity'),
  'positive infinity': constant('infinity'),
  'negative infinity': negative(constant('infinity')),
  正无穷: constant('infinity'),
  负无穷: negative(constant('infinity')),
}
