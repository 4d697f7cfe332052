import { plainWords } from './plain-words.js'

const KIND = '(?:the )?(?:(?:lines?|line segments?|segments?|sides?|vectors?|planes?|triangles?) )?'
const THING = '(?:\\\\triangle ?)?([^ ,]{1,30})'
const RELATION = '(parallel|perpendicular|orthogonal|congruent|similar)'
const PAIR = /* @__PURE__ */ new RegExp(
  `^${KIND}${THING}(?: and |, )${KIND}${THING} are (?:always )?${RELATION}(?: to each other| triangles)?$`,
)
const ONE = /* @__PURE__ */ new RegExp(`^${KIND}${THING} is ${RELATION} (?:to|with) ${KIND}${THING}$`)

/** `AB\parallel CD` of "the lines AB and CD are parallel" and "AB is parallel to CD"; so of triangles that are similar or congruent. */
export function figuresInWords(text: string): string | undefined {
  if (!NAMED.test(text)) return undefined
  const words = plainWords(text)
  const [, one, two, both] = PAIR.exec(words) ?? []
  const [, subject, single, other] = ONE.exec(words) ?? []
  const [first, second, relation] = [one ?? subject, two ?? other, both ?? single]
  if (relation === undefined) return undefined
  const sign = SIGNS[relation]!
  return /^\\(?:cong|sim)$/.test(sign)
    ? `\\triangle ${first}${sign}\\triangle ${second}`
    : `${first}${sign} ${second}`
}

const NAMED = /parallel|perpendicular|orthogonal|congruent|similar/

const SIGNS: Readonly<Record<string, string>> = {
  parallel: '\\parallel',
  perpendicular: '\\perp',
  orthogonal: '\\perp',
  congruent: '\\cong',
  similar: '\\sim',
}
