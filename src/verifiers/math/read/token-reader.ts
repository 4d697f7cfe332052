import { OUT_OF_WORK, spend, type Work } from '../work.js'
import type { Dialect } from './dialect.js'
import { NO_NAMES } from './function-names.js'
import type { Token } from './lexer.js'

/** Raised where a text cannot be read as mathematics; caught by `parse`. */
export const UNREADABLE = Object.freeze({ _tag: 'Unreadable' as const })

export const unreadable = (): never => {
  throw UNREADABLE
}

/** Deepest nesting of brackets and functions that is read. */
const DEEPEST = 120

/** Longest chain of atoms that begin with one another: `\\sqrt\\sqrt 2`, `$€5`. */
const LONGEST_CHAIN = 250

const NEITHER_LATIN_NOR_GREEK = /[^a-zA-Z\u0370-\u03ff]/

/** A place in a list of tokens, with what must be known about the surroundings. */
export class Reader {
  at = 0
  /** Open `|`: a further one closes rather than opens. */
  openBars = 0
  /** Open ∫: `dx` ends the integrand. */
  openIntegrals = 0
  /** Names that stand before a bracket on the left of an equals sign: functions throughout the text. */
  functionNames: ReadonlySet<string> = NO_NAMES
  /** Open `\{`: a bar or colon begins the condition of a set. */
  openBraces = 0
  /** Behind the bar of a set, where another bar means "divides". */
  isInCondition = false
  /** A bracket that holds an inequality was read: `(n \\ge 1)`. */
  hasBracketedRelation = false
  private readonly replaced: (readonly [at: number, token: Token])[] = []
  private depth = 0
  private chain = 0
  /** Letters that were found Latin or Greek, all of them. */
  private plainLetters: Token | undefined
  /** What is left of a run of letters. */
  private rest: Token | undefined

  constructor(
    readonly tokens: readonly Token[],
    readonly dialect: Dialect,
    readonly work: Work,
  ) {}

  get next(): Token {
    return this.tokens[this.at]!
  }

  peek(ahead: number): Token {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)]!
  }

  take(): Token {
    spend(this.work, 1)
    const token = this.next
    if (this.at < this.tokens.length - 1) this.at++
    return token
  }

  isMark(value: string): boolean {
    return this.next.type === 'mark' && this.next.value === value
  }

  isCommand(value: string): boolean {
    return this.next.type === 'command' && this.next.value === value
  }

  /** Takes the next token if it is this mark. */
  accept(value: string): boolean {
    if (!this.isMark(value)) return false
    this.take()
    return true
  }

  expect(value: string): void {
    if (!this.accept(value)) unreadable()
  }

  /** Whether the letters at this place are Latin or Greek. What is left of a run after a letter is not looked at again. */
  isPlainLetters(): boolean {
    const { next } = this
    if (next !== this.plainLetters && NEITHER_LATIN_NOR_GREEK.test(next.value)) return false
    this.plainLetters = next
    return true
  }

  /** Whether nothing of the letters at this place was read yet. */
  isWholeRun(): boolean {
    return this.rest !== this.next
  }

  /** Replaces the letters at this place by what is left of them: `xy` read as `x`, then `y`. */
  splitLetters(taken: number): void {
    const { value } = this.next
    const rest: Token = { type: 'letters', value: value.slice(taken), spaced: false }
    if (this.plainLetters === this.next) this.plainLetters = rest
    this.rest = rest
    this.replaceNext(rest)
  }

  /** Puts another token at this place, until an attempt fails. */
  replaceNext(token: Token): void {
    this.replaced.push([this.at, this.next])
    ;(this.tokens as Token[])[this.at] = token
  }

  /** Reads something one level deeper. */
  nested<A>(read: () => A): A {
    if (++this.depth > DEEPEST) throw OUT_OF_WORK
    const result = read()
    this.depth--
    return result
  }

  /** Reads an atom, which may begin with another one. */
  chained<A>(read: (reader: Reader) => A): A {
    if (++this.chain > LONGEST_CHAIN) throw OUT_OF_WORK
    const result = read(this)
    this.chain--
    return result
  }

  /** Reads inside brackets of its own, where bars and integrals outside do not matter. */
  enclosed<A>(read: () => A): A {
    const { openBars, openIntegrals, openBraces } = this
    this.openBars = 0
    this.openIntegrals = 0
    this.openBraces = 0
    const result = this.nested(read)
    this.openBars = openBars
    this.openIntegrals = openIntegrals
    this.openBraces = openBraces
    return result
  }

  /** Tries a reading; on failure goes back to where it began. */
  attempt<A>(read: () => A): A | undefined {
    const { at, openBars, openIntegrals, openBraces, depth, chain } = this
    const kept = this.replaced.length
    try {
      return read()
    } catch (raised) {
      if (raised !== UNREADABLE) throw raised
      for (const [place, token] of this.replaced.splice(kept).reverse())
        (this.tokens as Token[])[place] = token
      this.at = at
      this.openBars = openBars
      this.openIntegrals = openIntegrals
      this.openBraces = openBraces
      this.depth = depth
      this.chain = chain
      return undefined
    }
  }
}
