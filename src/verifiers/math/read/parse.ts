import type { Tree } from '../tree.js'
import { newWork, spend, type Work } from '../work.js'
import { type Dialect, NATURAL } from './dialect.js'
import { namesOfFunctions } from './function-names.js'
import { tokenize } from './lexer.js'
import { notTooDeep } from './max-depth.js'
import { readStatement } from './statement.js'
import { Reader, UNREADABLE } from './token-reader.js'
import { latexFromUnicode } from './unicode.js'

/**
 * Reads LaTeX or plain mathematical text into a tree.
 *
 * @returns `undefined` for a text that is not mathematics as a whole. A readable part of an unreadable text counts for
 *   nothing: a number from the middle of a formula is not the value of the formula.
 */
export function parse(text: string, dialect: Dialect = NATURAL, work: Work = newWork()): Tree | undefined {
  spend(work, text.length >> 2)
  const reader = new Reader(tokenize(latexFromUnicode(text, dialect.plainMath), dialect, work), dialect, work)
  if (dialect.fullNotation) reader.functionNames = namesOfFunctions(reader.tokens)
  try {
    return notTooDeep(readStatement(reader))
  } catch (raised) {
    if (raised === UNREADABLE) return undefined
    throw raised
  }
}
