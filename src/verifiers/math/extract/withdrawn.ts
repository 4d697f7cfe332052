import { sparing } from '../sparing.js'
import { tidyAnswer } from '../trim-answer.js'
import type { Box } from './boxed.js'
import { FARTHEST } from './clauses.js'
import type { Candidate, IsReadable } from './extraction.js'
import { lastStatement } from './last-statement.js'
import { lastSentences } from './lines-and-sentences.js'
import { mentionsOf } from './mentions.js'
import { anyOf } from './patterns.js'
import { proseOf } from './reductions.js'
import { isRefusal } from './refusals.js'
import { deniesAnswer, isRefuted } from './refuted-boxes.js'
import { endsSentence, sentenceOf } from './sentences.js'
import { noSolution } from './solutions-in-words.js'
import { SECOND_THOUGHTS, SECOND_THOUGHTS_CJK } from './withdrawing-words.js'

/** "The answer is not \\boxed{18}", "\\boxed{18} is too small". */
export function isDeniedBox(text: string, { start, end }: Box): boolean {
  const before = text.slice(Math.max(0, start - 200), start)
  let from = before.length
  while (from > 0 && !endsSentence(before, from - 1)) from--
  return isRefuted(before.slice(from), sentenceOf(text.slice(end, end + 200)))
}

/**
 * A box or an announcement that the text behind it calls wrong: what is stated then is the answer. Where the writer gives up, there is none.
 */
export function withdrawn(value: string, behind: string, isReadable: IsReadable): Candidate | undefined {
  const givesUp = isRefusal(lastSentences(behind))
  const found =
    CALLED_WRONG.exec(behind) ??
    (/\d/.test(behind) ? (OF_ANOTHER.exec(behind) ?? CONTRADICTED.exec(behind)) : null)
  if (givesUp) return { text: behind, found: 'withheld' }
  if (!found) return isCalledWrong(value, behind) ? { text: behind, found: 'withheld' } : undefined
  const rest = proseOf(behind.slice(found.index + found[0].length))
  if (CONFIRMED.test(rest) || isConfirmedBy(rest, value)) return undefined
  const later = /\d/.test(rest) ? lastStatement(rest, isReadable) : noSolution(rest)
  return later ?? { text: found[0], found: 'withheld' }
}

/** "Hold on: is 0 allowed? Yes, so the answer of 9 stands." */
const CONFIRMED = sparing(
  /(?<!\bnot? )\b(?:stands|(?:is|was) (?:indeed |still |actually |in fact )?(?:right|correct|fine) after all)\b/i,
)

/** "Wait, let me check: $8^2 = 64$. Yes, that is right." behind 64. */
const isConfirmedBy = (rest: string, value: string): boolean =>
  AFFIRMED.test(rest) &&
  tidyAnswer(rest.slice(rest.lastIndexOf('=') + 1, rest.search(AFFIRMED.pattern))) === value

const AFFIRMED = sparing(
  /[.,!✓]?[$)\s]{0,3}(?:yes|good|great|ok(?:ay)?|indeed|correct)(?:[,.!] ?(?:that|this|it|so)(?:['’]s| is| the answer is) (?:indeed )?(?:right|correct))?[.!✓\s]{0,3}$/i,
)

/** "So x = 4 is not a solution", "the answer is not 4" behind a boxed 4. */
function isCalledWrong(value: string, behind: string): boolean {
  for (const { start, end } of mentionsOf(behind, value)) {
    if (NO_SOLUTION.test(behind.slice(end, end + FARTHEST))) return true
    if (deniesAnswer(behind.slice(Math.max(0, start - FARTHEST), start))) return true
  }
  return false
}

const CALLED_WRONG = sparing(
  /\b(?:wait|hold on|correction|scratch that|on second thought|(?:i|we) (?:just )?(?:made an? (?:\p{L}{1,12} )?(?:mistake|error)|forgot|misread|miscalculated|misunderstood)|(?:(?:that|this|it|which|the above|my answer|the (?:result|answer|value)(?: above)?)(?:['’]s| is| was| cannot be| can['’]t be) (?:wrong|incorrect|false|right|correct|not (?:right|correct)))(?<!(?:is|['’]s|was) (?:right|correct))|(?:that|this|it) (?:does not|doesn['’]t|fails to) (?:work|satisfy)|my mistake|oops|edit(?=:)|update(?=:)|actually,? let|actually, no|actually no(?=[,.!:;])|on (?:reflection|closer inspection)|(?:that|this|which) (?:over|under|double[- ]?)counts|(?:let me|i|we)(?: (?:need|have) to| must| should)? re-?(?:count|calculate|compute|consider|think|do)|(?:disregard|ignore|forget) (?:this|that|it|my|the (?:box|answer|number|value)|what i|the above|everything)|take (?:this|that|it|(?:the|my) (?:answer|result)(?: above)?) back|(?:I|we) (?:now |must |have to )?(?:withdraw|retract|revoke) (?:this|that|it|(?:the|my) (?:\p{L}{1,12} )?(?:answer|result|value|box))|I give up)\b|不对|更正|等等|算错|有误|我错了|是错误?的|不正确|(?:忽略|无视)(?:以上|上述|前面)|das (?:ist|war) falsch|korrektur|ignorier|je me suis trompé|c['’]est faux|ne tenez pas compte|me equivoqué|corrección|olvid[ae] (?:lo|eso)|ho sbagliato|correzione|ignorate|desconsider|я ошиб|исправление|это неверно|訂正|間違[えっ]|틀렸/iu,
)

/** "But the question asks for the area": what stands before is something else, where a value follows. */
const OF_ANOTHER = sparing(
  new RegExp(`(?:^|[.!?。\\n])[\\s*_(]{0,6}(?:${anyOf(SECOND_THOUGHTS)}|${SECOND_THOUGHTS_CJK})`, 'iu'),
)

/** "The key lists \\boxed{24}, but I get 26", "… as the answer, but that is a misprint. It is 26": nothing else may be meant. */
const CONTRADICTED = sparing(
  /^[^.!?。\n]{0,60}[,;]\s(?:but|yet|however,?|while|whereas|though)\s(?:I|we|my \p{L}{1,12})\s(?:always |still |only |now )?(?:get|got|obtain(?:ed)?|calculated?|gives?|gave)\s|^[^\d\n]{0,60}\s(?:that|this|it|which)(?:['’]s| is| was| must be) an? (?:misprint|typo)(?! in the (?:problem|question|task|statement))/iu,
)

const NO_SOLUTION = sparing(
  /^[$)*\]]{0,4}\s(?:(?:is|was|can) ?(?:not|n['’]t) (?:be )?(?:a (?:valid )?(?:solution|root|answer)|the (?:right |correct )?(?:answer|solution|value)|correct|right|valid|admissible)|is (?:wrong|incorrect|extraneous|invalid)|(?:does ?n[o'’]t|fails to) (?:satisfy|solve|work)|ist (?:falsch|nicht richtig|keine lösung)|n['’]est pas (?:une |la )?(?:solution|correct|bonne)|no es (?:una )?(?:solución|correct)|non è (?:una )?(?:soluzione|corrett)|não é (?:uma )?(?:solução|corret)|не является|не подходит)/iu,
)
