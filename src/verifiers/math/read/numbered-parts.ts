import type { Tree } from '../tree.js'
import { tidyAnswer } from '../trim-answer.js'
import type { Work } from '../work.js'
import { NATURAL } from './dialect.js'
import { parse } from './parse.js'

/** `(1) 5; (2) 7` as (5, 7), in this order; so too `(a) 5 and (b) 7`, `i) 5, ii) 7`. */
export function readNumberedParts(text: string, work: Work): Tree | undefined {
  const items = numberedParts(text)?.map((part) => parse(part, NATURAL, work))
  return items?.every((item) => item !== undefined)
    ? { kind: 'bracketed', open: '(', close: ')', items }
    : undefined
}

function numberedParts(text: string): string[] | undefined {
  const found = FIRST_PART.exec(text)
  if (!found) return undefined
  const [open, first] = [found[1] ?? found[3]!, found[2] ?? found[4]!]
  const plain = text.replace(/（(\w{1,3})）/g, '($1)')
  const parts: string[] = []
  let at = found[0].length
  for (const label of LABELS[first]!) {
    const mark = `${open === '' ? ' ' : '('}${label})`
    const next = plain.indexOf(mark, at)
    parts.push(plain.slice(at, next < 0 ? undefined : next).replace(JOINT, ''))
    if (next < 0) break
    at = next + mark.length
  }
  return parts.length < 2 ? undefined : parts.map(tidyAnswer)
}

const FIRST_PART = /^([(（])(1)[)）]|^([(（]?)([ai])[)）](?=[\s$\\])/

const LABELS: Readonly<Record<string, readonly string[]>> = {
  '1': ['2', '3', '4', '5', '6', '7', '8', '9'],
  a: ['b', 'c', 'd', 'e', 'f', 'g', 'h'],
  i: ['ii', 'iii', 'iv', 'v', 'vi'],
}

const JOINT = /(?:[,;]|\s(?:and|und|et|y|e))\s?$/
