/** GSM8K: the number behind the last `####`, without the commas between its thousands. */
export function afterHashes(written: unknown): unknown {
  if (typeof written !== 'string') return written
  const at = written.lastIndexOf('####')
  const number = at < 0 ? written : written.slice(at + 4).trim()
  return /^[-$]{0,2}\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(number) ? number.replaceAll(',', '') : number
}

/** MATH: what stands in the last `\boxed{}` or `\fbox{}`, or behind `\boxed ` up to the next `$`; a text without one as it is. */
export function lastBoxed(written: unknown): unknown {
  if (typeof written !== 'string') return written
  const at = Math.max(written.lastIndexOf('\\boxed'), written.lastIndexOf('\\fbox'))
  if (at < 0) return written
  const open = written.indexOf('x', written.indexOf('b', at)) + 1
  const rest = written.slice(open + (written.startsWith('ed', open) ? 2 : 0)).trimStart()
  if (!rest.startsWith('{')) return rest.split('$')[0]!.trim()
  let depth = 0
  for (let i = 0; i < rest.length; i++) {
    if (rest[i] === '\\') i++
    else if (rest[i] === '{') depth++
    else if (rest[i] === '}' && --depth === 0) return rest.slice(1, i).trim()
  }
  return written
}

/**
 * The reference answers of a question as SQuAD, TriviaQA, HotpotQA and their kin hold them: `{ text: [...] }`, a list of texts
 * or of `{ text }`, `{ value, aliases }`, a text. Each once.
 */
export function references(written: unknown): readonly unknown[] {
  const list = Array.isArray(written) ? written : [written]
  const texts = list.flatMap((one): unknown[] => {
    if (typeof one !== 'object' || one === null) return [one]
    const { text, value, aliases, target } = one as Readonly<Record<string, unknown>>
    return [value, text, target, aliases].flat().filter((each) => each !== undefined && each !== null)
  })
  return [...new Set(texts)]
}
