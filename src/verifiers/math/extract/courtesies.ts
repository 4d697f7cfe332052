import { sparing } from '../sparing.js'
import { sentenceStart } from './sentences.js'

/**
 * A text without what its writer says to the reader at its end, whatever the answer is: "Let me know if anything is unclear!",
 * "This completes the solution.", "Good luck!". A sentence that speaks of an answer or a doubt stays.
 */
export function withoutCourtesies(text: string): string {
  let rest = text
  for (let sentence = 0; sentence < MOST; sentence++) {
    const end = endOfWords(rest)
    // Most answers end in a figure or a formula, and no courtesy does.
    if (end === 0 || FORMULA_END.test(rest[end - 1]!)) return rest
    const start = sentenceStart(rest, end)
    if (start === 0 || rest.length - start > LONGEST) return rest
    const words = rest.slice(start)
    if (!COURTESY.test(words) || DOUBT.test(words) || (FIGURE.test(words) && !isQuestion(rest))) return rest
    rest = rest.slice(0, start).trimEnd()
  }
  return rest
}

const MOST = 4
const LONGEST = 240

/** Where the words of a last sentence end, before the marks behind it. */
function endOfWords(text: string): number {
  let end = text.length
  while (end > 0 && ' \n?？!！.。*_)"”'.includes(text[end - 1]!)) end--
  return end
}

const FORMULA_END = /[\d$}\]]/
const FIGURE = /[\d$\\]/
const isQuestion = (text: string): boolean => /[?？]["*_)”]{0,3}$/.test(text)

/** What such sentences begin with. */
const OPENINGS: readonly string[] = [
  // Offers
  '(?:please )?(?:(?:feel free|do(?:n[\'’]t| not) hesitate) to|let me know)', 'would you like', 'do you (?:want|need|have|see)', '(?:shall|should|can|may) I', '(?:is there|are there) any(?:thing)?', 'if (?:you(?:[\'’]d| would)? (?:have (?:any|more|further|other|questions)|need|want|like|prefer|are (?:still )?(?:interested|unsure|stuck))|there(?:[\'’]s| is| are) any(?:thing)?)',
  '(?:I(?:[\'’]m| am| would be|[\'’]d be)? )?(?:happy|glad) to', 'I can (?:also |gladly )?(?:explain|show|provide|go|walk)', 'just ask', 'any (?:other |more |further )?questions', 'thank(?:s| you)', 'you[\'’]re welcome',
  '(?:falls|wenn) (?:du|sie|ihr|noch|etwas)', 'melde dich', 'gerne', 'n[\'’]hésite[sz]?', 'si (?:tu|vous) (?:as|avez|souhaitez|voulez)', 'no dud(?:es|e)', 'si (?:tienes?|necesitas?|quieres?)', 'se (?:hai|vuoi|tiver|precisar|quiser)', 'fammi sapere', 'если (?:у вас|у тебя|что-то|нужно)', 'обращайтесь',
  // Wishes
  '(?:I )?hope', 'hopefully,? (?:this|that)', 'good luck', 'best of luck', 'best (?:wishes|regards)', 'all the best', 'cheers', 'have a (?:nice|great|good|wonderful)', 'enjoy', 'happy (?:learning|studying|solving|coding)', 'keep (?:up|practi[cs]ing)', 'great (?:question|job)', 'well done',
  'ich hoffe', 'viel (?:erfolg|glück|spaß)', 'j[\'’]espère', 'bonne (?:chance|continuation|journée)', 'bon courage', 'espero', '¡?(?:buena|mucha) suerte', '¡?suerte', 'spero', 'in bocca al lupo', 'buona fortuna', 'boa sorte', 'bons estudos', 'надеюсь', 'удачи', 'успехов',
] // biome-ignore format: a table
const OPENINGS_CJK =
  '希望(?:这|以上|对|能)|祝[你您]|如果(?:[你您]|还)?有|如有|欢迎|请随时|还有(?:什么|其他)|加油|お役に立|ご不明|頑張って|이해가? (?:되|안)|도움이 되|궁금한|화이팅'

/** Whole sentences that say that the work is done. */
const ENDINGS: readonly string[] = [
  '(?:and |so |now |here |thus |hence |therefore |with (?:this|that),? )?(?:we(?:[\'’]re| are)|I(?:[\'’]m| am)) (?:now )?(?:done|finished|through)', '(?:and |so )?(?:this|that|which) (?:completes|concludes|finishes|ends|solves|answers) (?:the|our|this) (?:whole )?(?:solution|proof|problem|exercise|derivation|calculation|computation|task|question|argument|explanation)', '(?:and |so )?(?:the|our) (?:problem|exercise|task|solution|proof|calculation) is (?:now )?(?:solved|done|complete|finished)',
  '(?:all )?done', 'finished', 'solved', 'q\\.? ?e\\.? ?d', 'and that(?:[\'’]s| is) (?:it|all)', 'that(?:[\'’]s| is) (?:it|all)', '(?:and )?(?:that|this) is (?:the|our) (?:final answer|answer|result|solution)', 'as (?:required|desired|claimed|wanted|requested|needed|was to be (?:shown|proved|proven|found))', '(?:the )?end(?: of (?:the )?(?:proof|solution))?',
  '(?:\\*?note:? ?)?(?:there are )?other (?:methods|approaches|ways)(?: also)? (?:lead|give|yield|work)[^.\\d$]{0,40}', '(?:remark|note): (?:the|other|one|this|an?)[^.\\d$\\\\]{8,120}',
  'fertig', '(?:damit|somit) (?:ist|sind|haben) (?:die aufgabe|wir|alles)(?: \\p{L}{2,12}){0,2}', 'w\\.? ?z\\.? ?b\\.? ?w', 'c\\.? ?q\\.? ?f\\.? ?d', 'c\\.? ?q\\.? ?d', 'ce qu[\'’]il fallait (?:démontrer|trouver)', '解答?完毕', '证毕', '解毕', '完毕', '以上(?:就是|です)[^\\d$]{0,20}', '以上', '끝',
] // biome-ignore format: a table

const COURTESY = sparing(
  new RegExp(
    `^[^\\p{L}\\d$\\\\]{0,8}(?:(?:${OPENINGS.join('|')})(?!\\p{L})|${OPENINGS_CJK}|(?:${ENDINGS.join('|')})[^\\p{L}\\d$\\\\]{0,8}$)`,
    'iu',
  ),
)

/** "Either one is fine": what may be about the answer. */
const DOUBT =
  /(?<!\p{L})(?:wrong|mistake|incorrect|error|not sure|guess|either|neither|both|otherwise|instead|actually|however|but|then)(?!\p{L})|错|不对|但/iu
