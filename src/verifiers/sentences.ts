import { UNKNOWN } from './lcs.js'

/** The words of a sentence, as symbols. */
export type Sentence = readonly number[]

/** Counted steps that are left for one verdict; below 0 it is given up. */
export interface Steps {
  left: number
}

/** The distinct sentences of an answer, and which of them have a word. */
export interface Sentences {
  readonly distinct: readonly Sentence[]
  /** The numbers of the sentences that have a symbol, in their order. */
  readonly having: ReadonlyMap<number, readonly number[]>
  /** Per sentence, the latest of the reference sentences that it met. */
  readonly metBy: Int32Array
  meetings: number
}

export function indexSentences(sentences: readonly Sentence[]): Sentences {
  const distinct = countEqual(sentences).map(({ sentence }) => sentence)
  const having = new Map<number, number[]>()
  distinct.forEach((sentence, number) => {
    for (const symbol of sentence) {
      const numbers = having.get(symbol)
      if (numbers === undefined) having.set(symbol, [number])
      else if (numbers.at(-1) !== number) numbers.push(number)
    }
  })
  return { distinct, having, metBy: new Int32Array(distinct.length), meetings: 0 }
}

/** The distinct sentences, and how often each stands there; those without a symbol are left out. */
export function countEqual(sentences: readonly Sentence[]): readonly Counted[] {
  const counted = new Map<number | string, Counted>()
  for (const sentence of sentences) {
    if (sentence.length === 0) continue
    // A sentence of one word goes by its symbol: to make a text of it takes longer than to look it up.
    const key = sentence.length === 1 ? (sentence[0] as number) : sentence.join()
    const known = counted.get(key)
    if (known === undefined) counted.set(key, { sentence, times: 1 })
    else known.times++
  }
  return [...counted.values()]
}

interface Counted {
  readonly sentence: Sentence
  times: number
}

/**
 * Leads a reference sentence to the predicted ones it may still gain from: those with the word of an open
 * position, each once, until no position is open or the steps are used up.
 */
export function meet(
  sentence: Sentence,
  answer: Sentences,
  isOpen: (position: number) => boolean,
  compare: (predicted: Sentence) => void,
  steps: Steps,
): void {
  answer.meetings++
  for (let i = 0; i < sentence.length; i++) {
    if (!isOpen(i)) continue
    for (const number of answer.having.get(sentence[i] as number) ?? []) {
      steps.left--
      if (steps.left < 0) return
      if (answer.metBy[number] === answer.meetings) continue
      answer.metBy[number] = answer.meetings
      compare(answer.distinct[number] as Sentence)
      if (!isOpen(i)) break
    }
  }
}

// What two texts do not share can go before they are compared, as long as the walk of `traceLcs` takes the same pairs.

/** Columns that match no row: the walk passes over them. */
export const asColumns = (sentence: Sentence, isShared: (symbol: number) => boolean): Sentence =>
  sentence.every(isShared) ? sentence : sentence.filter(isShared)

/**
 * Rows that match no column: the walk may turn left at one, but not again at the next; above the first row
 * that matches there is nothing to find.
 */
export function asRows(sentence: Sentence, isShared: (symbol: number) => boolean): Sentence {
  if (sentence.every(isShared)) return sentence
  const rows: number[] = []
  for (const symbol of sentence) {
    if (isShared(symbol)) rows.push(symbol)
    else if (rows.length > 0 && rows.at(-1) !== UNKNOWN) rows.push(UNKNOWN)
  }
  return rows
}
