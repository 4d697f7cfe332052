import { isAscii, isBlank } from './characters.js'
import { VERDICTS } from './withdrawing-words.js'

/** Whether what stands behind a value says that it does not hold: "8 doesn't work", "7 is too small". */
export function isDismissedBy(tail: string): boolean {
  if (isBlank(tail)) return false
  const verb = VERB.exec(tail)
  return (
    (verb !== null && VERDICT.test(tail.slice(verb[0].length))) ||
    DISMISSED_BEHIND.some((words) => words.test(tail)) ||
    (!isAscii(tail) && DISMISSED_ABROAD.some((words) => words.test(tail)))
  )
}

const VERB =
  /^\s?(?:\p{L}{1,15}\s)?(?:is|are|was|were|seems?|looks?|appears?|would be|ist|sind|wäre|est|sont|serait|es|son|sería|è|sono|sarebbe|é|são|seria)\s/iu

const VERDICT = /* @__PURE__ */ new RegExp(
  `^(?:\\p{L}{2,14}ly\\s|far\\s|much\\s|also\\s|only\\s)?(?:${VERDICTS.join('|')})(?!\\p{L})`,
  'iu',
)

const DISMISSED_BEHIND: readonly RegExp[] = [
  // "$x = 6$ works, $x = -1$ not"
  /^\s?(?:not|nicht|pas|no|non|não|нет)\s?$/iu,
  /^[^.,;!?\n\d]{0,40}\b(?:is|are|was|were) (?:wrong|incorrect|false|mistaken|not (?:enough|sufficient|allowed|possible|correct|right)|insufficient)\b/i,
  /^\s?(?:\p{L}{2,12}\s)?(?:remains?|has|have|is|are) (?:yet |still )?to be\s/iu,
  /^\s?(?:\p{L}{2,12}ly\s|also\s)?(?:(?:is|are|was|were|does|do|did|can|could|will|would|has|have|should)(?:n['’]t|\s(?:not|never|no longer|hardly|by no means))\b|cannot\b|can['’]t\b|won['’]t\b|fails?\b|failed\b|contradicts?\b|violates?\b|exceeds?\b)/iu,
  /^\s?(?:ist|sind|wäre|kann|können|stimmt|passt|geht|gilt|reicht|genügt|erfüllt)\s(?:[^,.\d]{0,60}\s)?(?:nicht|kein(?:e[nmrs]?)?|unmöglich|ausgeschlossen|falsch)(?!\p{L})|^\s?(?!(?:die|das)\s)\p{Ll}{3,15}\s[^,.\d]{0,60}\snicht\s?$/u,
  /^\s?(?:must|should|can|may|has to|needs to|gets|get) (?:be )?(?:excluded|rejected|discarded|ruled out|dismissed|ignored|eliminated|thrown out)\b/i,
  /^\s?(?:n['’]\p{L}{1,8}|ne\s\p{L}{1,12})\s(?:pas|jamais|plus|point|guère)(?!\p{L})/iu,
  /^\s?(?:no(?! (?:total|final|todo|fim|ano|mês|dia|bolso|lugar|máximo|mínimo)(?!\p{L}))|non(?! [A-H](?!\p{L}))|não|nu|nie|nem|inte|ikke|niet|не|ei|ne|tidak|bukan|không)\s\p{L}{1,14}/iu,
  /^\s?(?:is|är|er|on)\s(?:niet|geen|inte|ikke)(?!\p{L})/iu,
]

/** In other letters than those of ASCII. */
const DISMISSED_ABROAD: readonly RegExp[] = [
  /^\s?(?:не подходит|невер(?:ен|н)|ошибоч|невозможно|слишком)/iu,
  /^\s?['’]?\p{L}{0,6}\s?(?:değil|नहीं|नही|نیست)/u,
  /^\s?(?:은|는|이|가|명은|개는)?\s?(?:아니|아닙|아님|될 수 없|불가능|틀)/u,
  /^\s?[^\d，。、]{0,3}(?:(?:では|じゃ)(?:な|あり|足り)|でな|は不適|は間違|も違)/u,
  /^\s?(?:显然|肯定|一定|并|也|就|明显|都|是)?(?:不(?!同|等于\d)|没|错|有误|增根|上界|下界|应?舍去|应?排除)/u,
  /^[^\d，。]{0,14}(?:不成立|不符合|不满足|不合题意|不正确|不对|不够|不足|[坐装放住]不下|舍去|是增根|是错|错误|排除|太[多少大小])/u,
]
