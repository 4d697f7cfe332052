import type { Problem } from './finding.js'

/** Characters in the texts of a gold that are invisible, damaged, or not in normal form C. */
export function characterProblems(gold: unknown): readonly Problem[] {
  const problems: Problem[] = []
  const texts = textsIn(gold)
  const unseen = new Set(texts.flatMap(unseenIn))
  if (unseen.size > 0) {
    problems.push({
      kind: 'characters',
      why: `the gold contains invisible characters: ${[...unseen].join(', ')}`,
      remedy: 'remove them: a model that writes the same words without them gets 0',
    })
  }
  const decomposed = texts.find((text) => text !== text.normalize('NFC'))
  if (decomposed !== undefined) {
    problems.push({
      kind: 'characters',
      why: `the gold is not in Unicode normal form C: ${JSON.stringify(decomposed.slice(0, 60))}`,
      remedy: 'normalise the data set to NFC: only the natural profile compares such texts as equal',
    })
  }
  const damaged = texts.find((text) => DAMAGED.test(text))
  if (damaged !== undefined) {
    problems.push({
      kind: 'characters',
      why: `the gold was damaged by a wrong encoding: ${JSON.stringify(damaged.slice(0, 60))}`,
      remedy: 'read the source again as UTF-8',
    })
  }
  const mixed = texts.map(mixedWordIn).find((word) => word !== undefined)
  if (mixed !== undefined) {
    problems.push({
      kind: 'characters',
      why: `the word ${JSON.stringify(mixed)} mixes Latin and Cyrillic letters that look alike`,
      remedy: 'write it in one script',
    })
  }
  return problems
}

/** Every text in a gold, without the keys of objects, which are no part of an answer. A table may be JSON text. */
function textsIn(gold: unknown, depth = 0): readonly string[] {
  if (typeof gold === 'string') return depth === 0 ? textsOfLabel(gold) : [gold]
  if (typeof gold !== 'object' || gold === null || depth > 8) return []
  return Object.values(gold).flatMap((value) => textsIn(value, depth + 1))
}

function textsOfLabel(label: string): readonly string[] {
  if (!/^\s*\{/.test(label)) return [label]
  try {
    return [label, ...textsIn(JSON.parse(label), 1)]
  } catch {
    return [label]
  }
}

/** Invisible characters such as U+200B, except those that a script or an emoji needs. */
function unseenIn(text: string): readonly string[] {
  if (!UNSEEN.test(text)) return []
  return [...text.replace(NEEDED, '').matchAll(new RegExp(UNSEEN, 'gu'))].map(
    ([character]) => `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`,
  )
}

const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]|(?![\t\n\r])\p{Cc}/u

/** Joiners between letters of Arabic and Indic scripts; the parts of emoji; Arabic number signs. */
const NEEDED =
  /(?<=[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Mongolian}])(?:\u200c|\u200d|[\u180b-\u180f])|(?<=[\p{Extended_Pictographic}\p{Emoji_Component}])(?:\u200d|\ufe0e|\ufe0f|[\u{e0020}-\u{e007f}])|[\u0600-\u0605\u06dd\u070f]/gu

const DAMAGED =
  /\ufffd|Ã[\u0080-\u00bf]|â€[\u0080-\u00bf™œž]|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])/

/** The first word that mixes Latin letters with Cyrillic ones of the same shape. */
const mixedWordIn = (text: string): string | undefined =>
  text.match(/\p{L}+/gu)?.find((word) => /[a-z]/i.test(word) && CYRILLIC.test(word) && LOOKALIKES.test(word))

const CYRILLIC = /[\u0400-\u04ff]/
/** Latin letters, and Cyrillic ones that look like them. */
const LOOKALIKES = /^[a-zасеорхуіјѕԁһАВСЕНІЈКМОРЅТХУ]+$/i
