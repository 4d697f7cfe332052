/**
 * The text that a page shows, with its exponents and indices: `**Answer:** 3 < x^{2}` of
 * `<p><b>Answer:</b> 3 &lt; x<sup>2</sup></p>`. Tags of another kind (`<answer>`, `<think>`) stay.
 */
export function withoutHtml(text: string): string {
  const plain =
    text.includes('<') && TAGS.test(text)
      ? text
          .replace(COMMENT, '')
          .replace(SCRIPT, (_, name: string, content: string) =>
            DEGREE.test(content) ? '°' : `${MARKS[name.toLowerCase()]}{${content}}`,
          )
          .replace(BOLD, '**')
          .replace(BREAK, '\n')
          .replace(OTHER, '')
      : text
  return plain.includes('&') ? plain.replace(ENTITY, characterOf) : plain
}

/** Elements that end a line, and those that do not. */
const LINES = 'p|div|li|tr|h[1-6]|ul|ol|table|section|article'
const INLINE = 'span|i|em|u|code|pre|small|mark|font|center|body|html|td|th'

/** What closes stands there too, but of a line break or a rule: `a<b` and `x<i` compare. */
const TAGS = /* @__PURE__ */ new RegExp(`</(?:${LINES}|${INLINE}|b|strong|su[bp])>|<[bh]r ?/?>`, 'i')

const COMMENT = /<!--[^<>]{0,200}-->/g
const SCRIPT = /<(su[pb])>([^<>]{0,60})<\/\1>/gi
const MARKS: Readonly<Record<string, string>> = { sup: '^', sub: '_' }

const DEGREE = /^(?:°|&deg;|o)$/

const BOLD = /<\/?(?:b|strong)>/gi
const BREAK = /* @__PURE__ */ new RegExp(`<(?:[bh]r ?/?>\\n?|/(?:${LINES})>)`, 'gi')
const OTHER = /* @__PURE__ */ new RegExp(`</?(?:${LINES}|${INLINE}|tbody|thead)(?: [^<>]{0,200})?>`, 'gi')

const ENTITY = /&(?:#(\d{1,6}|x[\da-f]{1,5})|([a-z]{2,7}\d{0,2}));/gi

/** A name that nobody gave stays: `&` parts the cells of a matrix. */
const characterOf = (entity: string, code: string | undefined, name: string | undefined): string => {
  if (name !== undefined) return ENTITIES[name] ?? entity
  const point = Number(code!.replace(/^x/i, '0x'))
  return point <= 0x10ffff ? String.fromCodePoint(point) : entity
}

/** Names of the characters that answers have. */
const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ', thinsp: ' ', ensp: ' ', emsp: ' ',
  minus: '−', ndash: '–', mdash: '—', plusmn: '±', times: '×', divide: '÷', sdot: '⋅', middot: '·', frasl: '⁄',
  le: '≤', ge: '≥', ne: '≠', equiv: '≡', asymp: '≈', cong: '≅', infin: '∞', radic: '√', deg: '°', prime: '′', Prime: '″',
  pi: 'π', theta: 'θ', alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', epsilon: 'ε', lambda: 'λ', mu: 'μ', micro: 'µ', rho: 'ρ',
  sigma: 'σ', tau: 'τ', phi: 'φ', omega: 'ω', Delta: 'Δ', Sigma: 'Σ', Omega: 'Ω', Phi: 'Φ', Gamma: 'Γ',
  sum: '∑', prod: '∏', int: '∫', part: '∂', isin: '∈', notin: '∉', cup: '∪', cap: '∩', sub: '⊂', sube: '⊆', empty: '∅',
  and: '∧', or: '∨', not: '¬', forall: '∀', exist: '∃', rarr: '→', rArr: '⇒', hellip: '…', ang: '∠', perp: '⊥',
  frac12: '½', frac14: '¼', frac34: '¾', sup2: '²', sup3: '³', euro: '€', pound: '£', yen: '¥', cent: '¢',
} // biome-ignore format: a table
