import { constant, negative, type Tree, whole } from '../tree.js'
import { trimMarks } from '../trim-answer.js'

/** Words that say what a symbol would: `no solution` is ∅. */
export function meaningOf(words: string): Tree | undefined {
  const key = trimMarks(words, '.')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(', but', ' but')
    .replace(/^(?:the|there is|there are|set of|it is) /, '')
    .replace(/^(?:series|integral|sequence) /, '')
    .replace(/^(?:(?:system|equation) )?(?:has )?(infinitely many)(?: (?:real )?solutions?)?$/, '$1')
    .replace(/^(all (?:positive )?integers) [a-z]$/, '$1')
  const date = DATES.get(key.replace(/^(?:周|週|礼拜|禮拜)(?=.$)/, '星期'))
  if (date) return date
  const verdict = VERDICTS.get(key)
  if (verdict) return verdict
  const place = ORDINALS.indexOf(key)
  if (place >= 0) return whole(place + 1)
  return Object.hasOwn(MEANINGS, key) ? MEANINGS[key] : saysNoSolution(words) ? EMPTY : undefined
}

/** "The equation has no real solutions.", "Die Gleichung hat keine Lösung": a sentence that ends in it. */
export const saysNoSolution = (sentence: string): boolean =>
  NOTHING.test(sentence) && NO_SOLUTION.test(trimMarks(sentence, '.。!*_'))

/** A word that each such sentence has. */
const NOTHING = /no |not |empty|pas de|aucune|keine|nessuna|não|sem |не|无|没有/i

const KIND =
  '(?:real|integer|integral|positive|negative|rational|complex|natural|whole|prime|other|such|valid|possible)'
const THING =
  '(?:values?|numbers?|integers?|pairs?|triples?|solutions?|roots?|primes?|points?|triangles?|functions?|polynomials?)'
const NAME = '\\$?\\\\?\\(?[a-z](?:, ?[a-z]){0,2}\\\\?\\)?\\$?'
const NO_SUCH = `no (?:${KIND} ){0,2}(?:${THING}(?: (?:(?:of|for) )?${NAME})?|${NAME})`

const NO_SOLUTION = /* @__PURE__ */ new RegExp(
  [
    `^(?:[^.\\d$\\\\]{0,80}[\\s,])?${NO_SUCH} (?:exists?|satisf(?:y|ies)|solves?|works?|fulfils?)(?: [^.\\d]{0,40})?$`,
    `^(?:[^.\\d$\\\\]{0,60}[\\s，])?(?:(?:no|not have any|not have a) (?:${KIND} ){0,2}${THING}(?: (?:of|for) ${NAME})?|(?:solution set|set of solutions) is (?:the )?empty(?: set)?|pas de solution|aucune solution|keine lösung(?:en)?|no (?:tiene|hay) soluci(?:ón|ones)|nessuna soluzione|(?:não tem|sem) solução|нет решений|не имеет решений)$`,
    '^(?:[^.。\\d$\\\\]{0,20})(?:无|没有)(?:实数)?(?:解|根)$',
    `^(?:[^.\\d]{0,30}\\s)?there (?:are|is|exists?) ${NO_SUCH} (?:satisfying|with|such that|(?:that|which) (?:satisf(?:y|ies)|solves?|works?)|for which)(?: [^.\\d]{0,40})?$`,
  ].join('|'),
  'iu',
)

/** 5th is 5. Not "second", which is a time. */
const ORDINALS = ['first', '', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']

const EMPTY: Tree = { kind: 'namedSet', name: 'empty' }
const REAL: Tree = { kind: 'namedSet', name: 'real' }

const DIVERGENT: Tree = { kind: 'text', text: 'divergent' }
const CONVERGENT: Tree = { kind: 'text', text: 'convergent' }
const POSITIVE_INTEGERS: Tree = { kind: 'namedSet', name: 'integer^+' }
const INTEGERS: Tree = { kind: 'namedSet', name: 'integer' }
const ENDLESS: Tree = { kind: 'text', text: 'infinitely many' }
const NONE: Tree = { kind: 'text', text: 'does not exist' }

const words = (text: string): Tree => ({ kind: 'text', text })

/** Words of several languages by the first one of their row, which stands for itself. */
const byFirst = (rows: string): ReadonlyMap<string, Tree> =>
  new Map(
    rows.split('\n').flatMap((row) => {
      const names = row.split(' ')
      return names.slice(1).map((name) => [name, words(names[0]!)] as const)
    }),
  )

/** "No" would be a product of letters. */
const VERDICTS = /* @__PURE__ */ byFirst(
  `yes ja oui sí sì sim да tak evet 是 是的 はい 네
no no nein nee non não нет nie hayır 不是 否 いいえ 아니요
true correct wahr richtig vrai vraie verdadero verdadera vero vera verdadeiro верно 正确 真 对
false incorrect falsch faux fausse falso falsa неверно 错误 不正确 假 错 不对`,
)

/** Weekdays and months of several languages by their English names; not mars, which is a planet too. */
const DATES = /* @__PURE__ */ byFirst(
  `monday montag lundi lunes 星期一
tuesday dienstag mardi martes 星期二
wednesday mittwoch mercredi miércoles 星期三
thursday donnerstag jeudi jueves 星期四
friday freitag vendredi viernes 星期五
saturday samstag sonnabend samedi sábado 星期六
sunday sonntag dimanche domingo 星期日 星期天
january januar janvier enero 一月 1月
february februar février febrero 二月 2月
march märz marzo 三月 3月
april avril abril 四月 4月
may mai mayo 五月 5月
june juni juin junio 六月 6月
july juli juillet julio 七月 7月
august août agosto 八月 8月
september septembre septiembre 九月 9月
october oktober octobre octubre 十月 10月
november novembre noviembre 十一月 11月
december dezember décembre diciembre 十二月 12月`,
)

const MEANINGS: Readonly<Record<string, Tree>> = {
  singular: words('not invertible'),
  'not invertible': words('not invertible'),
  'non-invertible': words('not invertible'),
  noninvertible: words('not invertible'),
  nonsingular: words('invertible'),
  'non-singular': words('invertible'),
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
  'no limit': NONE,
  'has no limit': NONE,
  'fails to exist': NONE,
  'limit fails to exist': NONE,
  diverges: DIVERGENT,
  divergent: DIVERGENT,
  'is divergent': DIVERGENT,
  converges: CONVERGENT,
  convergent: CONVERGENT,
  'is convergent': CONVERGENT,
  'converges conditionally': words('conditionally convergent'),
  'conditionally convergent': words('conditionally convergent'),
  'converges but not absolutely': words('conditionally convergent'),
  'convergent but not absolutely convergent': words('conditionally convergent'),
  'absolutely convergent': words('absolutely convergent'),
  'converges absolutely': words('absolutely convergent'),
  'all positive integers': POSITIVE_INTEGERS,
  'positive integers': POSITIVE_INTEGERS,
  'all integers': INTEGERS,
  integers: INTEGERS,
  'infinitely many': ENDLESS,
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
