/** A piece of the response and what it is: thought, the part read as the answer, a gold in it, or neither. */
export interface Segment {
  readonly text: string
  readonly kind: 'thought' | 'answer' | 'match' | 'plain'
}

/**
 * Cuts a response into pieces to colour. For the eye only: the verdict comes from the verifier, which normalises and parses;
 * here a gold is matched where its words stand.
 *
 * @param extracted what the verifier read as the answer.
 * @param gold any JSON; its strings and numbers are looked for.
 */
export function highlight(response: string, extracted: string, gold: unknown): Segment[] {
  const thoughtEnd = response.lastIndexOf('</think>')
  const bodyStart = thoughtEnd < 0 ? 0 : thoughtEnd + '</think>'.length
  const body = response.slice(bodyStart)
  const [answerStart, answerEnd] = findAnswer(body, extracted)
  return [
    { text: response.slice(0, bodyStart), kind: 'thought' as const },
    { text: body.slice(0, answerStart), kind: 'plain' as const },
    ...markGolds(body.slice(answerStart, answerEnd), gold),
    { text: body.slice(answerEnd), kind: 'plain' as const },
  ].filter(({ text }) => text !== '')
}

/** Where the extracted text stands, from its first line to its last, however case and white space were changed. */
function findAnswer(body: string, extracted: string): readonly [start: number, end: number] {
  const nowhere = [body.length, body.length] as const
  const lines = extracted.split('\n').map((line) => fold(line).text.trim())
  const wanted = lines.filter((line) => line !== '')
  if (wanted.length === 0) return nowhere
  const { text, places } = fold(body)
  const whole = text.lastIndexOf(wanted.join(' '))
  const start = whole >= 0 ? whole : text.indexOf(wanted[0]!)
  const last = wanted.at(-1)!
  const end = whole >= 0 ? whole + wanted.join(' ').length : text.lastIndexOf(last) + last.length
  return start < 0 || end <= start ? nowhere : [places[start]!, places[end - 1]! + 1]
}

/** Lower case, runs of white space as one blank, and where each character comes from. */
function fold(original: string): { readonly text: string; readonly places: readonly number[] } {
  let text = ''
  const places: number[] = []
  for (let i = 0; i < original.length; i++) {
    const character = /\s/.test(original[i]!) ? ' ' : original[i]!.toLowerCase()
    if (character === ' ' && text.endsWith(' ')) continue
    text += character
    for (let j = 0; j < character.length; j++) places.push(i)
  }
  return { text, places }
}

function markGolds(answer: string, gold: unknown): Segment[] {
  const golds = leavesOf(gold).flatMap((leaf) =>
    leaf.split(/\s+/).length > 6 ? leaf.split(/[\s.,;]+/) : [leaf],
  )
  const wanted = golds.filter((text) => text !== '').sort((a, b) => b.length - a.length)
  if (wanted.length === 0) return [{ text: answer, kind: 'answer' }]
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${wanted.map(escapeForRegExp).join('|')})(?![\\p{L}\\p{N}])`,
    'giu',
  )
  const segments: Segment[] = []
  let at = 0
  for (const { 0: text, index } of answer.matchAll(pattern)) {
    segments.push({ text: answer.slice(at, index), kind: 'answer' }, { text, kind: 'match' })
    at = index + text.length
  }
  return [...segments, { text: answer.slice(at), kind: 'answer' }]
}

function leavesOf(gold: unknown): string[] {
  if (typeof gold === 'string') return [gold.trim()]
  if (typeof gold === 'number') return [String(gold)]
  return typeof gold === 'object' && gold !== null ? Object.values(gold).flatMap(leavesOf) : []
}

const escapeForRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
